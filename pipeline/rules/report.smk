rule report:
    input:
        sites="work/{scenario}/sites.parquet",
        regional="work/{scenario}/regional.parquet",
        weather="work/{scenario}/weather_sites.parquet",
        hours="work/{scenario}/weather.npy",
        jobs="work/{scenario}/workload.parquet",
        workload="work/{scenario}/workload.json",
        facility="work/{scenario}/facility.parquet",
        account="work/{scenario}/account.parquet",
        ranking="results/{scenario}/ranking.parquet",
        gates="results/{scenario}/gates.csv",
        robustness="results/{scenario}/robustness.json",
        sensitivity="results/{scenario}/sensitivity.json",
        standards="work/{scenario}/standards.parquet",
        acceptability="results/{scenario}/acceptability.parquet",
        datasets=kilowhere.datasets("admin0", "standards_rules"),
        sources="datasets/sources.csv",
        limitations="docs/limitations.md",
        assets=kilowhere.package_files("report"),
        code=kilowhere.code("report"),
    output:
        html=report(
            "results/{scenario}/report.html",
            category="Planning reports",
            labels={"scenario": "{scenario}", "what": "report"},
            caption="report/report.rst",
        ),
        markdown="results/{scenario}/report.md",
    log:
        "logs/{scenario}/report.log",
    benchmark:
        "logs/{scenario}/report.benchmark.tsv"
    conda:
        "../../environment.yaml"
    resources:
        mem_mb=1000,
    params:
        config=kilowhere.settings(*kilowhere.SECTIONS),
        scenario="{scenario}",
    message:
        "Writing the planning report"
    shell:
        "python -m pipeline.report --config {params.config:q} --scenario {params.scenario:q}"
        " --sites {input.sites:q} --regional {input.regional:q} --weather {input.weather:q}"
        " --jobs {input.jobs:q} --workload {input.workload:q} --facility {input.facility:q}"
        " --account {input.account:q} --ranking {input.ranking:q} --gates {input.gates:q}"
        " --robustness {input.robustness:q} --sensitivity {input.sensitivity:q}"
        " --acceptability {input.acceptability:q} --weather-hours {input.hours:q}"
        " --standards {input.standards:q} --limitations {input.limitations:q}"
        " --html {output.html:q} --markdown {output.markdown:q} 2> {log:q}"


rule exports:
    input:
        ranking="results/{scenario}/ranking.parquet",
        account="work/{scenario}/account.parquet",
        facility="work/{scenario}/facility.parquet",
        regional="work/{scenario}/regional.parquet",
        weather="work/{scenario}/weather_sites.parquet",
        workload="work/{scenario}/workload.parquet",
        gates="results/{scenario}/gates.csv",
        sources="datasets/sources.csv",
        code=kilowhere.code("report.exports"),
    output:
        workbook="results/{scenario}/kilowhere.xlsx",
        geopackage="results/{scenario}/ranking.gpkg",
        geoparquet="results/{scenario}/ranking.geoparquet",
    log:
        "logs/{scenario}/exports.log",
    benchmark:
        "logs/{scenario}/exports.benchmark.tsv"
    conda:
        "../../environment.yaml"
    resources:
        mem_mb=1000,
    message:
        "Writing workbook, GeoPackage and GeoParquet"
    shell:
        "python -m pipeline.report.exports --ranking {input.ranking:q} --account {input.account:q}"
        " --facility {input.facility:q} --regional {input.regional:q} --weather {input.weather:q}"
        " --workload {input.workload:q} --gates {input.gates:q} --workbook {output.workbook:q}"
        " --geopackage {output.geopackage:q} --geoparquet {output.geoparquet:q} 2> {log:q}"


rule manifest:
    input:
        candidates=kilowhere.candidates,
        overrides=kilowhere.user_files,
        sources="datasets/sources.csv",
        ranking="results/{scenario}/ranking.csv",
        parquet="results/{scenario}/ranking.parquet",
        geojson="results/{scenario}/ranking.geojson",
        gates="results/{scenario}/gates.csv",
        ledger="results/{scenario}/account.csv",
        robustness="results/{scenario}/robustness.json",
        acceptability="results/{scenario}/acceptability.parquet",
        sensitivity="results/{scenario}/sensitivity.json",
        map="maps/{scenario}.html",
        html="results/{scenario}/report.html",
        markdown="results/{scenario}/report.md",
        workbook="results/{scenario}/kilowhere.xlsx",
        geopackage="results/{scenario}/ranking.gpkg",
        geoparquet="results/{scenario}/ranking.geoparquet",
        code=kilowhere.code("manifest"),
    output:
        manifest="results/{scenario}/manifest.json",
    log:
        "logs/{scenario}/manifest.log",
    benchmark:
        "logs/{scenario}/manifest.benchmark.tsv"
    conda:
        "../../environment.yaml"
    resources:
        mem_mb=300,
    params:
        config=kilowhere.settings(*kilowhere.SECTIONS),
        scenario="{scenario}",
    message:
        "Recording versions, settings and checksums"
    shell:
        "python -m pipeline.manifest --config {params.config:q} --scenario {params.scenario:q}"
        " --inputs {input.candidates:q} {input.overrides:q} {input.sources:q}"
        " --outputs {input.ranking:q} {input.parquet:q} {input.geojson:q} {input.gates:q} {input.ledger:q}"
        " {input.robustness:q} {input.acceptability:q} {input.sensitivity:q} {input.map:q} {input.html:q} {input.markdown:q} {input.workbook:q}"
        " {input.geopackage:q} {input.geoparquet:q} --manifest {output.manifest:q} 2> {log:q}"
