rule account:
    input:
        sites="work/{scenario}/sites.parquet",
        regional="work/{scenario}/regional.parquet",
        facility="work/{scenario}/facility.parquet",
        workload="work/{scenario}/workload.json",
        it_load="work/{scenario}/it_load.npy",
        code=kilowhere.code("account"),
    output:
        account="work/{scenario}/account.parquet",
    log:
        "logs/{scenario}/account.log",
    benchmark:
        "logs/{scenario}/account.benchmark.tsv"
    conda:
        "../../environment.yaml"
    resources:
        mem_mb=500,
    params:
        config=kilowhere.settings("account"),
    message:
        "Adding up energy, carbon, water and money for every site and design"
    shell:
        "python -m pipeline.account --config {params.config:q} --sites {input.sites:q}"
        " --regional {input.regional:q} --facility {input.facility:q} --workload {input.workload:q}"
        " --it-load {input.it_load:q} --account {output.account:q} 2> {log:q}"
