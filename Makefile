# make run: set up and open the app; make test: set up and pass every test; make bench: measure.
PYTHON ?= python3
PORT ?= 8501
BIN := .venv/bin
INSTALL := -m pip install --quiet --disable-pip-version-check --require-hashes

.PHONY: run test test-fast bench audit lock licences commands method setup setup-dev lint clean

run: setup
	$(BIN)/streamlit run app.py --server.port $(PORT)

PYTEST := $(BIN)/python -m pytest --dist loadfile --no-loadscope-reorder

test: setup-dev
	$(PYTEST) -n auto --maxprocesses 4 -m "not browser"
	$(PYTEST) -n 2 -m browser

# while working: without the browser, and without what publishes many times or tries thousands of examples
test-fast: setup-dev
	$(PYTEST) -n auto --maxprocesses 4 -m "not browser and not slow"

# everything, or one topic: make bench TOPIC=map (reports, teams, pages, store)
bench: setup-dev
	$(BIN)/python -m tests.benchmarks $(TOPIC)

lint: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# asks the service of advisories about every installed package
audit: setup .venv/tools/ready
	.venv/tools/bin/pip-audit --vulnerability-service osv --skip-editable --path $$($(BIN)/python -c "import sysconfig; print(sysconfig.get_path('purelib'))")

# the locks, anew from pyproject.toml: for every platform, with the hashes of all files of a version. What is locked stays
# as it is unless pyproject.toml asks for more; make lock NEWER=--upgrade takes the newest of what others bring along
LOCK := .venv/tools/bin/uv --no-config pip compile --quiet $(NEWER) --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock"

lock: .venv/tools/ready
	$(LOCK) pyproject.toml --output-file requirements.txt
	$(LOCK) --group dev --constraint requirements.txt --output-file requirements-dev.txt
	$(LOCK) --group tools --output-file requirements-tools.txt
	$(MAKE) licences

licences: setup-dev
	$(BIN)/python docs/licences.py

# docs/commands.md, from the program
commands: setup
	$(BIN)/python docs/commands.py

# the tables of docs/method.md, from the catalogue
method: setup
	$(BIN)/python docs/method_tables.py

# what the app runs on; tests, types and style come on top of it
setup: .venv/ready

setup-dev: setup .venv/ready-dev

.venv/ready: requirements.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python $(INSTALL) -r requirements.txt
	touch .venv/ready

.venv/ready-dev: requirements-dev.txt .venv/ready
	$(BIN)/python $(INSTALL) -r requirements-dev.txt
	touch .venv/ready-dev

# a folder of its own, so that the audit audits no part of itself
.venv/tools/ready: requirements-tools.txt
	$(PYTHON) -m venv .venv/tools
	.venv/tools/bin/python $(INSTALL) -r requirements-tools.txt
	touch .venv/tools/ready

clean:
	rm -rf .venv var
