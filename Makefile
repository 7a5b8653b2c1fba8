# The few commands a developer needs; each installs what it is missing into this folder.
PYTHON ?= python3
BIN := .venv/bin
WORKERS ?= 2

help:   ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 10

demo: .venv/ready   ## a fictitious county: rosters read, kept, checked and reported
	$(BIN)/liaison --home demo-data demo

test: .venv/ready chromium   ## everything: style, types, layers, and all tests on real parts
	$(MAKE) --no-print-directory lint
	$(BIN)/pytest -q -n $(WORKERS) --dist loadgroup

lint: .venv/ready   ## style, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

serve: .venv/ready   ## the demo county in a browser, on this machine only
	@test -d demo-data || $(MAKE) --no-print-directory demo
	$(BIN)/liaison --home demo-data serve --single-user

bench: .venv/ready   ## the measurements of bench/README.md, all sides in one run
	$(BIN)/liaison bench --households 10000 --households 100000

reference: .venv/ready   ## docs/reference anew from the code
	$(BIN)/python docs/build_reference.py

lock: .venv/ready   ## write requirements.lock anew from pyproject.toml
	$(BIN)/pip install -q uv
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --no-annotate --extra py2neo --group dev pyproject.toml -o requirements.lock

.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; say which with: make PYTHON=python3.12"; exit 2; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# The pages are tested in a real browser; on Debian it comes from the distribution's own packages.
chromium:
	@command -v chromium >/dev/null || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null \
		&& apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-cjk >/dev/null; } \
		|| { echo "The tests need Chromium: install your system's package chromium"; exit 2; }

.PHONY: help demo test lint serve bench reference lock chromium
