# dehusk: `make run` shows the main job, `make test` proves it. Both set themselves up in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
URL ?=
PAGES ?=

.PHONY: run setup setup-dev test lint types contracts check bench quality nightly packs lock clean

run: setup
	@$(BIN)/python -m crawler.demo $(URL)

setup: $(VENV)/.run-ready

setup-dev: $(VENV)/.dev-ready

$(VENV)/.run-ready: requirements/run.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("dehusk needs Python 3.11 or newer; call make PYTHON=python3.x" if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "setting up $(VENV) (once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev-ready: requirements/dev.txt $(VENV)/.run-ready
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

test: setup-dev
	@$(BIN)/python -m pytest -m "not nightly" -n 2 --dist loadfile

lint: setup-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: setup-dev
	@$(BIN)/mypy

contracts: setup-dev
	@$(BIN)/lint-imports

check: lint types contracts test

bench: setup-dev
	@$(BIN)/python -m benchmarks.crawl $(if $(PAGES),--pages $(PAGES))

# FOLDER=… measures the sets of another benchmark folder; without one only our own corpus is measured.
quality: setup-dev
	@$(BIN)/python -m benchmarks.quality $(FOLDER)

nightly: setup-dev
	@$(BIN)/python -m pytest

# The phrase packs as they are read at run time; a test tells when this must be called.
packs: setup
	@$(BIN)/python -m cleaners.packs > cleaners/phrases/compiled.json.tmp
	@mv cleaners/phrases/compiled.json.tmp cleaners/phrases/compiled.json

# Both lock files name no registry; they hold for every platform and for Python 3.11 to 3.14.
lock:
	@$(PYTHON) -m venv $(VENV)/lock && $(VENV)/lock/bin/pip install --quiet uv
	@$(VENV)/lock/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url pyproject.toml requirements/build.in -o requirements/run.txt
	@$(VENV)/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --extra dev pyproject.toml requirements/build.in -c requirements/run.txt -o requirements/dev.txt

clean:
	rm -rf $(VENV) build dist *.egg-info
