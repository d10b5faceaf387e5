#!/usr/bin/env bash
# Pin every dependency with its hashes for all Pythons and systems: bash tools/lock.sh  (needs the `uv` command)
set -euo pipefail
cd "$(dirname "$0")/.."
compile() { uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header "$@"; }
compile --extra build pyproject.toml -o requirements.txt
compile --extra build --extra test -c requirements.txt pyproject.toml -o requirements-test.txt
compile --extra build --extra test --extra bench -c requirements-test.txt pyproject.toml -o requirements-bench.txt
