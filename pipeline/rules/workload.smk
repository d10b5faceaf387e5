rule workload:
    input:
        datasets=kilowhere.datasets(
            "accelerators", "decode_models", "training_runs", "workload_overheads"
        ),
        code=kilowhere.code("workload"),
    output:
        it_load="work/{scenario}/it_load.npy",
        jobs="work/{scenario}/workload.parquet",
        summary="work/{scenario}/workload.json",
    log:
        "logs/{scenario}/workload.log",
    benchmark:
        "logs/{scenario}/workload.benchmark.tsv"
    conda:
        "../../environment.yaml"
    resources:
        mem_mb=500,
    params:
        config=kilowhere.settings("workload"),
    message:
        "Turning the jobs into IT megawatts, hour by hour"
    shell:
        "python -m pipeline.workload --config {params.config:q} --it-load {output.it_load:q}"
        " --jobs {output.jobs:q} --summary {output.summary:q} 2> {log:q}"
