rule ranking:
    input:
        sites="work/{scenario}/sites.parquet",
        regional="work/{scenario}/regional.parquet",
        facility="work/{scenario}/facility.parquet",
        account="work/{scenario}/account.parquet",
        polygons=kilowhere.gate_files,
        code=kilowhere.code("ranking"),
    output:
        ranking="results/{scenario}/ranking.csv",
        parquet="results/{scenario}/ranking.parquet",
        geojson="results/{scenario}/ranking.geojson",
        gates="results/{scenario}/gates.csv",
        ledger="results/{scenario}/account.csv",
        robustness="results/{scenario}/robustness.json",
        acceptability="results/{scenario}/acceptability.parquet",
        sensitivity="results/{scenario}/sensitivity.json",
    log:
        "logs/{scenario}/ranking.log",
    benchmark:
        "logs/{scenario}/ranking.benchmark.tsv"
    conda:
        "../../environment.yaml"
    resources:
        mem_mb=800,
    params:
        config=kilowhere.settings("gates", "ranking"),
    message:
        "Applying the gates, scoring, and testing how sure the order is"
    shell:
        "python -m pipeline.ranking --config {params.config:q} --sites {input.sites:q}"
        " --regional {input.regional:q} --facility {input.facility:q} --account {input.account:q}"
        " --ranking {output.ranking:q} --parquet {output.parquet:q} --geojson {output.geojson:q}"
        " --gates {output.gates:q} --ledger {output.ledger:q} --robustness {output.robustness:q}"
        " --acceptability {output.acceptability:q} --sensitivity {output.sensitivity:q} 2> {log:q}"
