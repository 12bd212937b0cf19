# `make demo` and `make test` each do all their own set-up. They need Python 3.11 or newer with its venv module, make and
# git; everything else comes from packages, in the versions of uv.lock, into .venv.
#
#   make demo                     the main job, from an empty state to «No changes.», against the simulator
#   make test                     every check (the same as `make check`)
#   make test PYTHON=python3.13   with another Python
#   make lint|format|types|imports|tests    one check alone; `make fix` mends what can be mended by itself
#   make editor                   the language server that editors use, for tests/editor; needs Node and npm
#   make azurite                  Microsoft's own server of Azure Blob Storage for tests; needs Node and npm
#   make benchmark                start-up and a no-op plan against a bare interpreter

PYTHON ?= python3
WORKERS ?= 2
PYTEST_ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
CONSTRAINTS := $(VENV)/constraints.txt

# Set up again when what is installed would differ, and only then.
VERSION := $(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)
KEY := $(VERSION)-$(shell cat pyproject.toml uv.lock .ci/locked.py | cksum | cut -d ' ' -f 1)
READY := $(VENV)/.ready-$(KEY)
READY_DEV := $(VENV)/.ready-dev-$(KEY)

.PHONY: demo test check lint format types imports tests fix editor azurite benchmark lock clean
.NOTPARALLEL:

demo: $(READY)
	@$(BIN)/python examples/fjord-regnskap/demo.py

test: check

# Every check runs, also after one has failed, and pytest runs last: its summary repeats what failed before it, and it
# fails with it (tests/conftest.py).
check: $(READY_DEV)
	@failed=; \
	for check in lint format types imports; do \
	  echo "== $$check"; \
	  $(MAKE) --no-print-directory $$check || failed="$$failed $$check"; \
	done; \
	echo "== tests"; \
	CHECKS_FAILED="$$failed" $(MAKE) --no-print-directory tests

lint: $(READY_DEV)
	@$(BIN)/ruff check .

format: $(READY_DEV)
	@$(BIN)/ruff format --check .

# An example is a folder of its own, not a package: each of its scripts is checked by itself.
types: $(READY_DEV)
	@$(BIN)/mypy
	@for script in $(wildcard examples/*/*.py); do MYPYPATH="$$(dirname "$$script")" $(BIN)/mypy "$$script" || exit 1; done

imports: $(READY_DEV)
	@$(BIN)/lint-imports --no-logo

tests: $(READY_DEV)
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --cov --cov-report term --cov-fail-under 90 $(PYTEST_ARGS)

fix: $(READY_DEV)
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

# The versions of tests/editor/package-lock.json, from the registry that npm is set up with.
editor:
	@npm ci --prefix tests/editor --ignore-scripts --no-audit --no-fund --loglevel=error

azurite:
	@npm ci --prefix tests/azurite --ignore-scripts --no-audit --no-fund --loglevel=error

benchmark: $(READY)
	@$(BIN)/python benchmarks/startup.py

# Needs uv, which is no part of the set-up: `pip install uv`, or see docs.astral.sh/uv.
lock:
	@uv lock

clean:
	rm -rf $(VENV) tests/editor/node_modules tests/azurite/node_modules build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage .coverage.*

$(READY):
	@$(PYTHON) -c 'import sys; sys.exit("provisioner needs Python 3.11 or newer, and $(PYTHON) is %d.%d. Name another: make test PYTHON=python3.13" % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	@echo "Setting up $(VENV) with Python $(VERSION) (once; about half a minute)"
	@if [ "$$($(BIN)/python -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)" = "$(VERSION)" ] \
	  && $(BIN)/python -m pip --version >/dev/null 2>&1; then :; else $(PYTHON) -m venv --clear $(VENV); fi
	@$(BIN)/python .ci/locked.py uv.lock > $(CONSTRAINTS)
	@echo "  pip" && $(PIP) install --quiet --constraint $(CONSTRAINTS) --upgrade pip
	@echo "  provisioner and what it needs" && $(PIP) install --quiet --constraint $(CONSTRAINTS) --editable '.[simulator]'
	@touch $@

$(READY_DEV): $(READY)
	@echo "  what the checks need" && $(PIP) install --quiet --constraint $(CONSTRAINTS) --group dev
	@touch $@
