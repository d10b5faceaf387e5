rule geography:
    input:
        candidates=kilowhere.candidates,
        overrides=kilowhere.user_files,
        datasets=kilowhere.datasets(
            "admin0",
            "admin1",
            "carbon_china",
            "carbon_egrid",
            "carbon_electricity_maps",
            "carbon_ember",
            "carbon_marginal",
            "generation_mix",
            "grid_places",
            "grid_zones",
            "price_industrial",
            "price_wholesale_europe",
            "risk_wgi",
            "risk_worldriskindex",
            "water_aqueduct",
            "water_aware",
            "water_per_fuel",
        ),
        code=kilowhere.code("geography"),
    output:
        sites="work/{scenario}/sites.parquet",
        regional="work/{scenario}/regional.parquet",
    log:
        "logs/{scenario}/geography.log",
    benchmark:
        "logs/{scenario}/geography.benchmark.tsv"
    conda:
        "../../environment.yaml"
    resources:
        mem_mb=800,
    params:
        config=kilowhere.settings("geography", "regional"),
    message:
        "Finding the region of every candidate and its grid, price, water and risk figures"
    shell:
        "python -m pipeline.geography --config {params.config:q} --candidates {input.candidates:q}"
        " --sites {output.sites:q} --regional {output.regional:q} 2> {log:q}"
