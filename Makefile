# The commands of the house. `make run` and `make test` are all a newcomer needs.

PYTHON ?= python3
PORT ?= 8501
# The package index's torch for Linux brings CUDA along (2-3 GB). To install a CPU build first,
# give pip its index: make run TORCH_INDEX=…
TORCH_INDEX ?=
# Processes that share the tests.
TESTERS ?= 2
BIN := .venv/bin

.PHONY: run demo worker install check format test test-long bench-quality screenshots clean

run: install  ## Serve the app on 127.0.0.1:$(PORT), with the demo where the database is empty
	$(BIN)/python -m lib demo --if-empty
	$(BIN)/streamlit run app.py --server.port $(PORT)

worker: install  ## Score in a process of its own
	$(BIN)/python -m lib worker

check: .venv/dev  ## Format, lint, types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: .venv/dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

test: .venv/dev  ## Every test but the long ones
	sh tests/browser/install-chromium.sh
	$(BIN)/pytest -n $(TESTERS) -m "not long" --cov --cov-report=term:skip-covered

test-long: .venv/dev
	$(BIN)/pytest -m long

bench-quality: .venv/dev  ## How good the scores are: make bench-quality DATA=folder with train and dev.jsonl.gz
	$(BIN)/python -m bench.quality --data $(DATA)

screenshots: .venv/dev  ## Make docs/images again from the running app
	$(BIN)/python -m tests.browser.screenshots

install: .venv/run

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Leads needs Python 3.11 or newer, and this is " + sys.version.split()[0] + ". Name a newer one: make PYTHON=python3.11 …")'
	$(PYTHON) -m venv .venv

.venv/run: requirements.txt | .venv/bin/python
	$(if $(TORCH_INDEX),$(BIN)/pip install --quiet --index-url $(TORCH_INDEX) "$$(grep '^torch==' requirements.txt)")
	$(BIN)/pip install --quiet --requirement requirements.txt
	@touch $@

.venv/dev: requirements-dev.txt .venv/run
	$(BIN)/pip install --quiet --requirement requirements-dev.txt
	@touch $@

clean:  ## Remove what was installed and cached; the data stays
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage
