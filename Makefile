# Everything the project does, by name. `make` alone lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help install run lab test test-slow lint bench notebooks demo-data

help: ## List what can be made
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

install: $(STAMP) ## Create .venv with the locked packages and kam in it

# uv is some ten times faster; where it cannot be had, pip does the same. An environment
# that is there is kept, and installed anew when the lock or the project file changed.
$(STAMP): requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Python 3.11 or newer is needed; name one with make PYTHON=python3.12')"
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv || true
	if $(BIN)/python -m uv --version >/dev/null 2>&1; then \
	  $(BIN)/python -m uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock && \
	  $(BIN)/python -m uv pip install --quiet --python $(BIN)/python --no-deps --editable . ; \
	else \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable . ; \
	fi
	touch $(STAMP)

run: install ## Make the demo's reports in reports/demo
	$(BIN)/kam demo

lab: install ## Open the notebooks in JupyterLab
	$(BIN)/jupyter lab notebooks

test: install ## Run the tests, those that take long excepted
	$(BIN)/python -m pytest -m "not slow" -n auto --dist loadfile
	$(BIN)/python -m pytest --nbval-lax --nbval-current-env --nbval-cell-timeout=120 -n auto --dist loadfile notebooks

test-slow: install ## Run the tests that take long
	$(BIN)/python -m pytest -m slow

lint: install ## Check style and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

bench: install ## Measure the metrics against plain SQL and pandas
	$(BIN)/python -m kamlib.bench

notebooks: install ## Execute the committed notebooks anew, keep only the outputs that are checked
	$(BIN)/python -m kamlib.batch.notebooks

demo-data: install ## Make the demo's files anew from their plan
	$(BIN)/python data/make_demo.py
	$(BIN)/python -m kamlib.reports.dictionary
