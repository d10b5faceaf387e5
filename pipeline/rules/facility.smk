rule facility:
    input:
        sites="work/{scenario}/sites.parquet",
        weather="work/{scenario}/weather.npy",
        weather_sites="work/{scenario}/weather_sites.parquet",
        it_load="work/{scenario}/it_load.npy",
        workload="work/{scenario}/workload.json",
        datasets=kilowhere.datasets("facility_designs", "facility_parameters"),
        code=kilowhere.code("facility"),
    output:
        facility="work/{scenario}/facility.parquet",
    log:
        "logs/{scenario}/facility.log",
    benchmark:
        "logs/{scenario}/facility.benchmark.tsv"
    conda:
        "../../environment.yaml"
    threads: 2
    resources:
        mem_mb=1000,
    params:
        config=kilowhere.settings("facility"),
    message:
        "Running every cooling design at every site, hour by hour"
    shell:
        "NUMBA_NUM_THREADS={threads} python -m pipeline.facility --config {params.config:q}"
        " --sites {input.sites:q} --weather {input.weather:q} --weather-sites {input.weather_sites:q}"
        " --it-load {input.it_load:q} --workload {input.workload:q} --facility {output.facility:q} 2> {log:q}"
