"""Running a scenario: checks before, Snakemake in the middle, a summary after."""
