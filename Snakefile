# Kilowhere: the whole run at a glance.
#
#   geography ─ weather ─┐
#            └───────────┤
#   workload ─ facility ─┴─ account ─ ranking ─ map, report ─ manifest
#
# `kilowhere run` calls this with checks before and a summary after; `snakemake --cores 2` does the same work.
from pipeline import workflow as kilowhere
from snakemake.utils import min_version

min_version("9.0")


wildcard_constraints:
    scenario=r"[a-z0-9][a-z0-9_-]*",


SCENARIOS = str(config.get("scenarios", "default")).split(",")


report: "pipeline/rules/report/workflow.rst"


include: "pipeline/rules/geography.smk"
include: "pipeline/rules/weather.smk"
include: "pipeline/rules/workload.smk"
include: "pipeline/rules/facility.smk"
include: "pipeline/rules/account.smk"
include: "pipeline/rules/ranking.smk"
include: "pipeline/rules/cartography.smk"
include: "pipeline/rules/report.smk"


localrules:
    all,


rule all:
    default_target: True
    input:
        rankings=expand("results/{scenario}/ranking.csv", scenario=SCENARIOS),
        maps=expand("maps/{scenario}.html", scenario=SCENARIOS),
        reports=expand("results/{scenario}/report.html", scenario=SCENARIOS),
        manifests=expand("results/{scenario}/manifest.json", scenario=SCENARIOS),
