# Everything the project does, by name. `make` alone lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
SPARK_STAMP := $(VENV)/.installed-spark
QUIET := --quiet --disable-pip-version-check
PIP := $(BIN)/python -m pip install $(QUIET)
# Compiled once: the tests and the notebooks start many processes, which would each do it anew.
UV := $(BIN)/python -m uv pip install --quiet --compile-bytecode --python $(BIN)/python
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help install spark run lab test test-slow lint bench notebooks demo-data lock

help: ## List what can be made
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

install: $(STAMP) ## Create .venv with the locked packages and kam in it

# An environment that is there is kept, and installed anew when the lock or the project file
# changed. uv is some ten times faster than pip; where it cannot be had, pip does the same.
LOCKED = --require-hashes -r requirements.lock
PROJECT = --no-deps --editable .
OLD = Python 3.11 or newer is needed; name one: make PYTHON=python3.12
$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c "import sys; sys.exit('$(OLD)' if sys.version_info < (3, 11) else 0)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the locked packages into $(VENV)"
	@$(BIN)/python -m pip install $(QUIET) uv >/dev/null 2>&1 || true
	@$(UV) $(LOCKED) 2>/dev/null || $(PIP) $(LOCKED)
	@$(UV) $(PROJECT) 2>/dev/null || $(PIP) $(PROJECT)
	@touch $(STAMP)

spark: $(SPARK_STAMP) ## Add PySpark to it, for engagements too large for one machine (400 MB)

# Locked apart, with the same version of every package that both locks name.
LOCKED_SPARK = --require-hashes -r requirements-spark.lock
$(SPARK_STAMP): $(STAMP) requirements-spark.lock
	@echo "Installing PySpark into $(VENV)"
	@$(UV) $(LOCKED_SPARK) 2>/dev/null || $(PIP) $(LOCKED_SPARK)
	@touch $(SPARK_STAMP)

run: install ## Make the demo's reports in reports/demo
	$(BIN)/kam demo

lab: install ## Open the notebooks in JupyterLab
	$(BIN)/jupyter lab notebooks

# The tests already take every core; threads of their own would only wait for each other.
test test-slow: export OMP_NUM_THREADS = 1
test test-slow: export OPENBLAS_NUM_THREADS = 1
# The plugin for notebooks takes seconds to load in every process: only where there are some.
# A process that has nothing left takes over half of what the other still has to do.
EACH = -p no:nbval -n auto --dist worksteal
NBVAL = --nbval-lax --nbval-current-env --nbval-cell-timeout=120
test: install ## Run the tests, those that take long excepted
	$(BIN)/python -m pytest -m "not slow" $(EACH)
	$(BIN)/python -m pytest $(NBVAL) -n auto --dist loadfile notebooks

test-slow: install ## Run the tests that take long
	$(BIN)/python -m pytest -m slow -n auto --dist loadfile

lint: install ## Check style and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

bench: install ## Measure the metrics, the intake and the key list against plain ways
	$(BIN)/python -m kamlib.bench
	$(BIN)/python -m kamlib.bench.who_is_key

notebooks: install ## Execute the committed notebooks anew, keep only the outputs that are checked
	$(BIN)/python -m kamlib.batch.notebooks

demo-data: install ## Make the demo's files anew from their plan
	$(BIN)/python data/make_demo.py
	$(BIN)/python -m kamlib.reports.dictionary

COMPILE = $(BIN)/python -m uv pip compile --quiet --universal --generate-hashes \
	--python-version 3.11 --custom-compile-command "make lock"
SPARK = "import tomllib; \
	print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['optional-dependencies']['spark'])"
lock: install ## Lock the packages anew after a change of pyproject.toml
	$(COMPILE) pyproject.toml --group dev --output-file requirements.lock
	$(BIN)/python -c $(SPARK) | $(COMPILE) - --constraints requirements.lock \
		--output-file requirements-spark.lock
