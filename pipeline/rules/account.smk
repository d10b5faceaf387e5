rule account:
    input:
        sites="work/{scenario}/sites.parquet",
        regional="work/{scenario}/regional.parquet",
        weather="work/{scenario}/weather.npy",
        weather_sites="work/{scenario}/weather_sites.parquet",
        facility="work/{scenario}/facility.parquet",
        workload="work/{scenario}/workload.json",
        it_load="work/{scenario}/it_load.npy",
        datasets=kilowhere.datasets(
            "accelerators",
            "carbon_ember",
            "carbon_per_fuel",
            "carbon_profile",
            "construction",
            "decode_models",
            "facility_designs",
            "facility_parameters",
            "standards_rules",
            "training_runs",
            "us_cpi",
            "workload_overheads",
        ),
        code=kilowhere.code("account"),
    output:
        account="work/{scenario}/account.parquet",
        variance="work/{scenario}/variance.parquet",
        standards="work/{scenario}/standards.parquet",
    log:
        "logs/{scenario}/account.log",
    benchmark:
        "logs/{scenario}/account.benchmark.tsv"
    conda:
        "../../environment.yaml"
    resources:
        mem_mb=1000,
    params:
        config=kilowhere.settings("account", "facility"),
    message:
        "Adding up energy, carbon, water and money for every site and design"
    shell:
        "python -m pipeline.account --config {params.config:q} --sites {input.sites:q}"
        " --regional {input.regional:q} --weather {input.weather:q} --weather-sites {input.weather_sites:q}"
        " --facility {input.facility:q} --workload {input.workload:q} --it-load {input.it_load:q}"
        " --account {output.account:q} --variance {output.variance:q} --standards {output.standards:q}"
        " 2> {log:q}"
