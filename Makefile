# `make rank` and `make test` set up .venv by themselves; nothing but Python >= 3.11 and make is needed.
PYTHON ?= python3
SCENARIO ?= default
BIN := .venv/bin

.PHONY: rank test check setup lint format types bench docs clean help

help:
	@echo "make rank [SCENARIO=default]   rank the candidate sites: table, map, report"
	@echo "make test                      the tests"
	@echo "make check                     format, lint and types"
	@echo "make docs                      data dictionary, DAG picture, config reference"
	@echo "make clean                     remove what a run made"

rank: .venv/run
	@$(BIN)/kilowhere run $(SCENARIO)

test: .venv/test
	$(BIN)/python -m pytest -n 2 --dist loadscope

check: .venv/test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/snakefmt --check Snakefile pipeline/rules
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/snakemake --lint
	$(BIN)/python tools/build_docs.py --check

docs: .venv/test
	$(BIN)/python tools/build_docs.py

setup: .venv/run

# The hashes make pip refuse any file that is not the one that was tested.
.venv/run: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "kilowhere needs Python 3.11 or newer, this is " + sys.version.split()[0])'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Setting up .venv (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(BIN)/python -c "from pipeline.facility.warm import ensure_compiled; ensure_compiled()"
	@touch $@

.venv/test: requirements-test.txt .venv/run
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-test.txt
	@touch $@

clean:
	rm -rf work results maps logs .snakemake
