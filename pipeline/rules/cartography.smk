rule cartography:
    input:
        ranking="results/{scenario}/ranking.parquet",
        gates="results/{scenario}/gates.csv",
        account="work/{scenario}/account.parquet",
        robustness="results/{scenario}/robustness.json",
        datasets=kilowhere.datasets("admin0", "admin1"),
        sources="datasets/sources.csv",
        code=kilowhere.code("cartography"),
    output:
        map=report(
            "maps/{scenario}.html",
            category="Maps",
            labels={"scenario": "{scenario}", "what": "map"},
            caption="report/map.rst",
        ),
    params:
        config=kilowhere.settings("maps", "gates", "ranking"),
        title=kilowhere.title,
    log:
        "logs/{scenario}/cartography.log",
    benchmark:
        "logs/{scenario}/cartography.benchmark.tsv"
    message:
        "Drawing the map"
    resources:
        mem_mb=800,
    conda:
        "../../environment.yaml"
    shell:
        "python -m pipeline.cartography --config {params.config:q} --title {params.title:q}"
        " --ranking {input.ranking:q} --gates {input.gates:q} --account {input.account:q}"
        " --robustness {input.robustness:q} --map {output.map:q} 2> {log:q}"
