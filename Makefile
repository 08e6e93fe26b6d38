# Needs make and a Python of 3.11 or newer; everything else is fetched into .venv by the first recipe that wants it.
.SHELLFLAGS := -euc
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= auto

# The first that is new enough and can make virtual environments; PYTHON=… chooses another.
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3 python; do \
	$$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 \
	&& { echo $$python; break; }; done)

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/.dq ## check good and broken example files in turn, and see what each verdict says
	@$(BIN)/python examples/demo.py

test: $(VENV)/.dev ## all tests but the fuzzing
	@echo "make test: pytest, workers: $(WORKERS)"
	@$(BIN)/python -m pytest -n $(WORKERS)

fuzz: $(VENV)/.dev ## the generated tests, with many more examples
	@echo "make fuzz: generated tests and those marked fuzz; new examples, 2,000 where a test sets no number of its own"
	@HYPOTHESIS_PROFILE=fuzz $(BIN)/python -m pytest -n $(WORKERS) -m "hypothesis or fuzz"

lint: $(VENV)/.dev ## ruff, mypy --strict, the order of imports, and the suites in expectations/
	@echo "make lint: ruff";           $(BIN)/ruff check .
	@echo "make lint: mypy --strict";  $(BIN)/mypy --strict dq
	@echo "make lint: import order";   $(BIN)/lint-imports
	@echo "make lint: dq lint";        $(BIN)/dq lint

bench: $(VENV)/.dev ## how fast, beside Great Expectations
	@$(BIN)/python benchmarks/bench.py

image: ## the container image, dq:VERSION, with the Docker, Podman or Buildah that is here
	@version=$$(sed -n 's/^__version__ = "\(.*\)"/\1/p' dq/__init__.py); \
	for tool in docker podman buildah; do command -v $$tool >/dev/null && break; done; \
	command -v $$tool >/dev/null || { echo "make image: needs Docker, Podman or Buildah" >&2; exit 1; }; \
	echo "make image: dq:$$version, with $$tool"; \
	$$tool build --build-arg VERSION=$$version --build-arg REVISION=$$(git rev-parse HEAD 2>/dev/null || echo unknown) -t dq:$$version .

clean: ## remove .venv and everything that was made here
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache benchmarks/data
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.python:
	@test -n "$(PYTHON)" || { \
	echo "make: no Python of 3.11 or newer with venv and ensurepip was found on PATH." >&2; \
	echo "      Install one (Debian, Ubuntu: apt-get install python3 python3-venv), or name it: make PYTHON=/path/to/python3.12 …" >&2; \
	exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	echo "make: $(PYTHON) is older than Python 3.11, or cannot be run." >&2; exit 1; }
	@echo "make: $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'   # reads dependency groups
	@touch $@

$(VENV)/.dq: $(VENV)/.python pyproject.toml
	@echo "make: dq and what it needs into $(VENV)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.python pyproject.toml
	@echo "make: dq, Great Expectations and the tools of development into $(VENV) (a minute or two, once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[gx]' --group dev
	@touch $@ $(VENV)/.dq

.PHONY: help demo test fuzz lint bench image clean
