# make graph   the knowledge graph of seeds/articles, in build/
# make test    every check and test
# make clean   remove what was made here
#
# Each sets up all that it needs in .venv; only the package index is reached.

VENV := .venv
RUN := $(VENV)/bin
# The first Python from 3.11 that runs. Choose another with: make PYTHON=...
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && command -v $$name && break; done)

.PHONY: graph test lint unit clean help
.DEFAULT_GOAL := help

help:
	@sed -n 's/^# //p' Makefile | head -3

graph: $(VENV)/.installed
	$(RUN)/kg build seeds/articles --out build
	@echo
	@echo "Open build/graph.html in a browser, or ask:"
	@echo "  $(RUN)/kg explain build DeepSeek"
	@echo "  $(RUN)/kg query build --name uses"

test: lint
	.ci/system-packages
	$(RUN)/python -m pytest

lint: $(VENV)/.installed-test
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy
	$(RUN)/lint-imports --no-cache

# Under a minute, for the loop of development.
unit: $(VENV)/.installed-test
	$(RUN)/python -m pytest -m "not slow and not browser and not stores"

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/bin/python:
	@test -n "$(PYTHON)" && "$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed (found: $(or $(PYTHON),none)). Choose one with: make PYTHON=/path/to/python3"; exit 1; }
	"$(PYTHON)" -m venv $(VENV) || \
		{ rm -rf $(VENV); echo "This Python cannot make a virtual environment; on Debian: apt-get install python3-venv"; exit 1; }

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	$(RUN)/pip install --quiet --disable-pip-version-check --editable '.[serve]'
	@touch $@

$(VENV)/.installed-test: pyproject.toml | $(VENV)/bin/python
	$(RUN)/pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@ $(VENV)/.installed
