rule cartography:
    input:
        sites="work/{scenario}/sites.parquet",
        regional="work/{scenario}/regional.parquet",
        weather="work/{scenario}/weather_sites.parquet",
        facility="work/{scenario}/facility.parquet",
        account="work/{scenario}/account.parquet",
        ranking="results/{scenario}/ranking.parquet",
        gates="results/{scenario}/gates.csv",
        robustness="results/{scenario}/robustness.json",
        standards="work/{scenario}/standards.parquet",
        datasets=kilowhere.datasets("admin0", "admin1", "standards_rules"),
        sources="datasets/sources.csv",
        assets=kilowhere.package_files("cartography"),
        code=kilowhere.code("cartography"),
    output:
        map=report(
            "maps/{scenario}.html",
            category="Maps",
            labels={"scenario": "{scenario}", "what": "map"},
            caption="report/map.rst",
        ),
    log:
        "logs/{scenario}/cartography.log",
    benchmark:
        "logs/{scenario}/cartography.benchmark.tsv"
    conda:
        "../../environment.yaml"
    resources:
        mem_mb=800,
    params:
        config=kilowhere.settings("maps", "gates", "ranking"),
        title=kilowhere.title,
        scenario="{scenario}",
    message:
        "Drawing the map"
    shell:
        "python -m pipeline.cartography --config {params.config:q} --title {params.title:q}"
        " --scenario {params.scenario:q} --sites {input.sites:q} --regional {input.regional:q}"
        " --weather {input.weather:q} --facility {input.facility:q} --account {input.account:q}"
        " --ranking {input.ranking:q} --gates {input.gates:q} --robustness {input.robustness:q}"
        " --standards {input.standards:q} --map {output.map:q} 2> {log:q}"
