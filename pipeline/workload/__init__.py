"""The workload: from FLOPs and tokens to IT megawatts, hour by hour, with honest ranges."""
