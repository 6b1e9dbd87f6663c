# Two commands do all the set-up: `make brief` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# The tests run in two processes at once, about as long as each other: on one core they take twice the time. The coverage of
# the core is measured (what is read, grouped, claimed and written), and by its own tests: that takes them nearly twice the
# time. Those in a browser, which wait for it, go with them.
FIRST := $(addprefix tests/,acquire annotate browsing cli cluster hostile ledger publish render)
SOAKED := $(FIRST) $(addprefix tests/,fuzz watching)

# Runs the tests in $(1) with $(2) and all others with $(3); what the first ones say is shown when the others are through.
define in_two
$(2) $(1) > .first.log 2>&1 & first=$$!; trap "kill $$first; exit 130" INT TERM; \
	$(3) tests $(1:%=--ignore=%); rest=$$?; \
	wait $$first; first=$$?; cat .first.log; rm -f .first.log; exit $$((first + rest))
endef

EVERY := $(BIN)/python -m pytest -m "soak or not soak"

.PHONY: brief test soak mutants bench format readme clean
.DELETE_ON_ERROR:

brief: $(VENV)/.installed  ## the page of the bundled example
	@$(BIN)/writethru brief examples/dam --now 2031-03-08T12:00:00Z

test: $(VENV)/.dev  ## formatting, types, tests and branch coverage of the core
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	@$(call in_two,$(FIRST),$(BIN)/coverage run -m pytest,$(BIN)/python -m pytest)
	$(BIN)/coverage report

soak: $(VENV)/.soak  ## the tests of trust with all their trials, and those that take too long for every run
	@export WRITETHRU_SOAK=1; $(call in_two,$(SOAKED),$(EVERY),$(EVERY))

mutants: $(VENV)/.dev  ## plants bugs one by one and tells whether the tests catch them
	$(BIN)/python tests/mutants/run.py

bench: $(VENV)/.bench  ## every stage on the data in $$WRITETHRU_BENCH_DATA
	$(BIN)/python -m bench all

readme: $(VENV)/.installed  ## renew what README and docs show: the example's page, what commands print, settings
	@$(BIN)/python docs/shown.py

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Python 3.11 or newer, and pip new enough to read dependency groups.
$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "writethru needs Python 3.11 or newer: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/pyvenv.cfg pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet "pip>=25.1"
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --group dev
	@touch $@

# What has no wheel for this Python is done without; its tests say so.
$(VENV)/.soak: $(VENV)/.dev
	-$(BIN)/python -m pip install --quiet --only-binary :all: --constraint constraints.txt --group soak
	@touch $@

$(VENV)/.bench: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[bench]"
	@touch $@

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
