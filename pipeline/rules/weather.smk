rule weather:
    input:
        sites="work/{scenario}/sites.parquet",
        datasets=kilowhere.datasets("climate_grid"),
        code=kilowhere.code("weather"),
    output:
        weather="work/{scenario}/weather.npy",
        summary="work/{scenario}/weather_sites.parquet",
    params:
        config=kilowhere.settings("weather"),
    log:
        "logs/{scenario}/weather.log",
    benchmark:
        "logs/{scenario}/weather.benchmark.tsv"
    message:
        "Building an hourly year of weather for every site"
    resources:
        mem_mb=800,
    conda:
        "../../environment.yaml"
    shell:
        "python -m pipeline.weather --config {params.config:q} --sites {input.sites:q}"
        " --weather {output.weather:q} --summary {output.summary:q} 2> {log:q}"
