rule weather:
    input:
        sites="work/{scenario}/sites.parquet",
        datasets=kilowhere.datasets(
            "climate_grid",
            "climate_stations",
            "climate_station_trends",
            "climate_coefficients",
        ),
        files=kilowhere.weather_files,
        code=kilowhere.code("weather"),
    output:
        weather="work/{scenario}/weather.npy",
        summary="work/{scenario}/weather_sites.parquet",
    log:
        "logs/{scenario}/weather.log",
    benchmark:
        "logs/{scenario}/weather.benchmark.tsv"
    conda:
        "../../environment.yaml"
    resources:
        mem_mb=800,
    params:
        config=kilowhere.settings("weather"),
    message:
        "Building an hourly year of weather for every site"
    shell:
        "python -m pipeline.weather --config {params.config:q} --sites {input.sites:q}"
        " --weather {output.weather:q} --summary {output.summary:q} 2> {log:q}"
