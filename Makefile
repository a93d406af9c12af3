# The two commands of the project: `make demo` and `make test`. Both build the environment first.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.complete

DEMO := demo
DEMO_AS_OF := 2025-11-30
DEMO_ENTERPRISES := 120

# Nothing of a run may depend on what lies in the home folder.
export PYTHONHASHSEED := 0
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test env bench mutation clean

demo: env
	@nice -n 5 $(BIN)/python -m dags.demo --folder $(DEMO) --as-of $(DEMO_AS_OF) --enterprises $(DEMO_ENTERPRISES)

test: env
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest

env: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; assert (3, 11) <= sys.version_info[:2] <= (3, 13), "Python 3.11 to 3.13 needed, this is " + sys.version'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[airflow,dev]'
	touch $(STAMP)

# Every figure, comparator, level and grade of the rulebook changed in turn; a change no case notices is a failure.
mutation: env
	$(BIN)/python -m tests.mutation

bench: env
	$(BIN)/python -m tests.benchmarks.night

clean:
	rm -rf $(VENV) $(DEMO) .airflow build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
