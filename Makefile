# The two commands of the project: `make demo` and `make test`. Both build the environment first.

SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
AUDIT := .venv-audit
PIP_AUDIT := 2.10.1
STAMP := $(VENV)/.complete

# The demonstration: a sample inbox, screened by the nightly DAG on Airflow without a server.
DEMO := demo
DEMO_AS_OF := 2025-11-30
DEMO_ENTERPRISES := 120
DEMO_NIGHT := $(DEMO)/out/latest
AIRFLOW := AIRFLOW_HOME=$(CURDIR)/.airflow \
	AIRFLOW__CORE__DAGS_FOLDER=$(CURDIR)/dags \
	AIRFLOW__CORE__LOAD_EXAMPLES=False \
	AIRFLOW__CORE__DEFAULT_TIMEZONE=Asia/Shanghai \
	SCREENING_COMMAND=$(CURDIR)/$(BIN)/screening \
	SCREENING_RETRY_MINUTES=0 \
	$(BIN)/airflow
SOURCES := $(shell find screening dags expectations sample_data -type f -not -name '*.pyc')

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test env bench mutation faults fuzz audit clean

demo: $(DEMO_NIGHT)
	@$(BIN)/screening status --out $(DEMO)/out
	@echo "为什么是这个数：$(BIN)/screening explain 统一社会信用代码 --out $(DEMO)/out"

$(DEMO_NIGHT): $(STAMP) $(SOURCES)
	rm -rf $(DEMO)
	$(BIN)/screening sample --out $(DEMO)/inbox --enterprises $(DEMO_ENTERPRISES)
	@echo "Airflow: preparing its database (SQLite, .airflow/) ..."
	@$(AIRFLOW) db migrate > $(DEMO)/airflow.log 2>&1 || { tail -n 40 $(DEMO)/airflow.log; exit 1; }
	@echo "Airflow: running nightly_screening as of $(DEMO_AS_OF), log in $(DEMO)/airflow.log ..."
	@$(AIRFLOW) dags test nightly_screening \
		--conf '{"as_of": "$(DEMO_AS_OF)", "inbox": "$(CURDIR)/$(DEMO)/inbox", "out": "$(CURDIR)/$(DEMO)/out"}' 2>&1 \
		| tee -a $(DEMO)/airflow.log | sed -un 's/.*\[DAG TEST\] starting task_id=\([^ ]*\).*/  \1/p' \
		|| { tail -n 40 $(DEMO)/airflow.log; exit 1; }

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
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[airflow,database,dev]'
	touch $(STAMP)

# Every figure, comparator, level and grade of the rulebook changed in turn; a change no case notices is a failure.
mutation: env
	$(BIN)/python -m tests.mutation

# Nights killed, starved of disk, started twice, on Airflow and by hand; twenty in a row with random faults.
faults: env
	$(BIN)/pytest -m faults tests/faults

# Thousands of changed files through the readers and the rulebook loader; a case that fails is printed by name.
FUZZ_CASES ?= 150
FUZZ_SEED ?= 1
fuzz: env
	$(BIN)/python -m tests.fuzz --cases $(FUZZ_CASES) --seed $(FUZZ_SEED)

# The pinned versions against the known vulnerabilities; needs the network, and an environment of its own.
audit: $(AUDIT)/.complete-$(PIP_AUDIT)
	rm -f $(AUDIT)/found.json
	@$(AUDIT)/bin/pip-audit --strict --requirement constraints.txt --no-deps --disable-pip --progress-spinner off \
		--format json --output $(AUDIT)/found.json \
	|| { test -s $(AUDIT)/found.json && cat $(AUDIT)/found.json \
		&& echo "audit: pinned versions have known vulnerabilities, listed above" >&2 \
		|| echo "audit: NOT DONE, the vulnerability service cannot be reached or does not know a package; nothing is proved" >&2; \
		exit 1; }

$(AUDIT)/.complete-$(PIP_AUDIT):
	$(PYTHON) -m venv --clear $(AUDIT)
	$(AUDIT)/bin/python -m pip install --quiet pip-audit==$(PIP_AUDIT)
	touch $@

bench: env
	$(BIN)/python -m tests.benchmarks.night

clean:
	rm -rf $(VENV) $(AUDIT) $(DEMO) .airflow build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
