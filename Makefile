# dehusk: `make run` shows the main job, `make test` proves it. Both set themselves up in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
URL ?=
PAGES ?=
FOLDS ?=
EVERY ?=
SOAK := tests/reliability/test_soak.py

.PHONY: run setup setup-dev test lint types contracts check bench quality compare train nightly packs lock clean

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

# dehusk beside other extractors on pages whose text is known. They are installed beside dehusk's own requirements into an
# environment of their own; --no-deps since all are pinned. FOLDS=… names models that have not seen the pages.
compare: $(VENV)/compare/.ready
	@test -n "$(FOLDER)" || { echo "name the pages: make compare FOLDER=../shared/bench/wcxb"; exit 2; }
	@$(VENV)/compare/bin/python -m benchmarks.compare "$(FOLDER)" $(if $(FOLDS),--folds "$(FOLDS)") $(if $(EVERY),--every $(EVERY))

$(VENV)/compare/.ready: requirements/run.txt requirements/compare.txt
	@$(PYTHON) -m venv $(VENV)/compare
	@echo "setting up $(VENV)/compare (once)"
	@$(VENV)/compare/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	@$(VENV)/compare/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -r requirements/compare.txt
	@touch $@

# FOLDER holds the sets that benchmarks/page_samples.py names; writes cleaners/models/blocks.npz.
train: setup-dev
	@test -n "$(FOLDER)" || { echo "name the folder of labelled pages: make train FOLDER=../shared/bench"; exit 2; }
	@$(BIN)/python -m benchmarks.blocks "$(FOLDER)" --write

# What `make test` leaves out: two hours on two cores. The soaks run alone, as they measure.
nightly: setup-dev
	@$(BIN)/python -m pytest -m nightly -n 2 --dist worksteal --deselect $(SOAK)
	@$(BIN)/python -m pytest -m nightly -s $(SOAK)

# The phrase packs as they are read at run time; a test tells when this must be called.
packs: setup
	@$(BIN)/python -m cleaners.packs > cleaners/phrases/compiled.json.tmp
	@mv cleaners/phrases/compiled.json.tmp cleaners/phrases/compiled.json

# No lock file names a registry; they hold for every platform and for Python 3.11 to 3.14.
lock:
	@$(PYTHON) -m venv $(VENV)/lock && $(VENV)/lock/bin/pip install --quiet uv
	@$(VENV)/lock/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url pyproject.toml requirements/build.in -o requirements/run.txt
	@$(VENV)/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --extra dev pyproject.toml requirements/build.in -c requirements/run.txt -o requirements/dev.txt
	@$(VENV)/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --override requirements/compare.overrides requirements/compare.in -c requirements/run.txt -o requirements/compare.txt

clean:
	rm -rf $(VENV) build dist *.egg-info
