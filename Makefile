# make run: set up and open the app; make test: set up and pass every test; make bench: measure.
PYTHON ?= python3
PORT ?= 8501
BIN := .venv/bin

.PHONY: run test test-fast bench audit setup lint clean

run: setup
	$(BIN)/streamlit run app.py --server.port $(PORT)

test: test-fast
	$(BIN)/python -m pytest -m browser -n 2 --dist loadfile --no-loadscope-reorder

test-fast: setup
	$(BIN)/python -m pytest -m "not browser" -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

bench: setup
	$(BIN)/python -m tests.benchmarks

lint: setup
	$(BIN)/ruff check .

# asks the service of advisories about every installed package; in a folder of its own, so that it audits no part of itself
audit: setup .venv/audit/ready
	.venv/audit/bin/pip-audit --vulnerability-service osv --skip-editable --path $$($(BIN)/python -c "import sysconfig; print(sysconfig.get_path('purelib'))")

.venv/audit/ready:
	$(PYTHON) -m venv .venv/audit
	.venv/audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit==2.10.1
	touch .venv/audit/ready

setup: .venv/ready

.venv/ready: requirements.txt requirements-dev.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch .venv/ready

clean:
	rm -rf .venv var
