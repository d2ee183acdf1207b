# make run: set up, build the index, serve on http://127.0.0.1:7860
# make test: run every test
PYTHON ?= python3
PIP_ARGS ?=
WORKERS ?= 2
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev
SOURCES := assistant corpus eval index ui tests

.PHONY: run test lint format gate baseline bench bench-load bench-scale sbom lock clean

run: $(STAMP)
	@$(BIN)/veikart serve

# Two files at a time, for two cores, in their order: files of few but long tests would else come last, and one core wait.
# Models in each compute on one core, or they would wait for one another.
test: $(DEV_STAMP)
	@OMP_NUM_THREADS=1 $(BIN)/python -m pytest --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder

lint: $(DEV_STAMP)
	@$(BIN)/ruff format --check $(SOURCES)
	@$(BIN)/ruff check $(SOURCES)
	@$(BIN)/mypy

format: $(DEV_STAMP)
	@$(BIN)/ruff format $(SOURCES)
	@$(BIN)/ruff check --fix $(SOURCES)

# Measures our questions, and fails if a figure fell under the committed baseline.
gate: $(STAMP)
	@rm -rf .veikart/gate
	@$(BIN)/veikart eval --questions eval/questions/veikart.jsonl --split tune --out .veikart/gate --gate eval/baselines/veikart-tune.json

# A new baseline, after a change that is meant to change figures: read the comparison before you commit it.
baseline: $(STAMP)
	@rm -rf .veikart/gate
	@$(BIN)/veikart eval --questions eval/questions/veikart.jsonl --split tune --out .veikart/gate
	@cp .veikart/gate/summary.json eval/baselines/veikart-tune.json

# Load on a server of its own; takes about 20 minutes, and wants a quiet machine.
bench-load: $(DEV_STAMP)
	@$(BIN)/python -m eval.bench.load --picture docs/lastkurve.svg

# Indexes of up to a million vectors: an hour or two, 8 GB of memory and 15 GB of disk. Milvus Lite comes first, by hand:
# pip install pymilvus milvus-lite
bench-scale: $(DEV_STAMP)
	@$(BIN)/python -m eval.bench.scale --picture docs/skalakurve.svg

bench: $(DEV_STAMP)
	@$(BIN)/python -m eval.bench.speed
	@$(BIN)/python -m eval.bench.process
	@$(BIN)/python -m eval.bench.vectors
	@$(BIN)/python -m eval.bench.generation
	@$(BIN)/python -m eval.bench.page

$(VENV)/bin/python:
	@$(PYTHON) -m venv $(VENV) || { echo "Mangler venv: installer python3-venv (apt install python3-venv)"; exit 2; }

$(STAMP): requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installerer (noen minutter første gang) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check $(PIP_ARGS) -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(DEV_STAMP): $(STAMP) requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check $(PIP_ARGS) -r requirements-dev.lock
	@touch $@

# What a running service is made of, as CycloneDX; without the tools that only build and test.
sbom: $(DEV_STAMP)
	@$(BIN)/cyclonedx-py requirements --output-format JSON --output-file sbom.json requirements.lock

# Both locks hold exact versions without hashes, for torch comes as another file on each platform.
lock: $(DEV_STAMP)
	@$(BIN)/python -m pip install --quiet pip-tools
	@$(BIN)/pip-compile --quiet --strip-extras --no-emit-index-url --no-emit-find-links --no-header --output-file requirements.lock pyproject.toml
	@$(BIN)/pip-compile --quiet --strip-extras --no-emit-index-url --no-emit-find-links --no-header --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml
	@sed -i 's/^torch==\([0-9.]*\)+.*/torch==\1/' requirements.lock requirements-dev.lock

clean:
	rm -rf $(VENV) .veikart
