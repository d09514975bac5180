# `make run` starts everything on embedded defaults; `make test` proves it works; `make check` is what CI runs.
PYTHON ?= python3
BIN := .venv/bin

# Tests run side by side: they wait for processes, pages and clocks more than they compute.
WORKERS ?= 4
# One that hangs fails by its name, from where it hangs; none takes a minute on a quiet machine.
PYTEST := $(BIN)/python -m pytest --numprocesses $(WORKERS) --dist worksteal --timeout 600 --timeout-method signal

# Compiled beforehand: where Python is told to keep no bytecode, each of the thousand processes of tests would compile anew.
COMPILED := $(BIN)/python -m compileall -q bot tests bench

.PHONY: run test quick check fix lint types bench lock sbom audit schema clean

run: .venv/runs
	$(BIN)/python -m bot run

test: .venv/tests
	@$(COMPILED)
	$(PYTEST)

# What is worth asking after every change: no processes, no browser, no long tables.
quick: .venv/tests
	@$(COMPILED)
	$(PYTEST) -m "not (process or browser or exhaustive)"

check: lint types test

fix: .venv/tests
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

lint: .venv/tests
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/python -m bot check

types: .venv/tests
	$(BIN)/mypy

bench: .venv/tests
	@$(COMPILED)
	$(BIN)/python -m bench

# The locks name versions and hashes, never an address. To renew them: make lock (needs uv).
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate pyproject.toml

lock:
	$(LOCK) --extra build -o requirements.lock
	$(LOCK) --all-extras -c requirements.lock -o requirements-dev.lock
	$(LOCK) --extra build --extra cluster -c requirements-dev.lock -o requirements-cluster.lock

# What the program is made of, and which of it has known holes: by tools that come over the network.
TOOLS := .venv/tools

sbom: $(TOOLS)
	$(TOOLS)/bin/cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible -o sbom.json requirements.lock

audit: $(TOOLS)
	$(TOOLS)/bin/pip-audit --require-hashes --disable-pip -r requirements.lock

$(TOOLS): .venv/bin/python
	$(PYTHON) -m venv $@
	$@/bin/pip install -qq --disable-pip-version-check cyclonedx-bom==7.5.0 pip-audit==2.10.1

schema: .venv/runs
	$(BIN)/python -m bot schema briefing > .schema && mv .schema briefings/briefing.schema.json
	$(BIN)/python -m bot schema card > .schema && mv .schema seeds/card.schema.json

INSTALL := $(BIN)/pip install -qq --disable-pip-version-check

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv

.venv/runs: .venv/bin/python requirements.lock pyproject.toml
	$(INSTALL) --require-hashes -r requirements.lock
	$(INSTALL) --no-deps --no-build-isolation -e .
	touch $@

.venv/tests: .venv/runs requirements-dev.lock
	$(INSTALL) --require-hashes -r requirements-dev.lock
	touch $@

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
