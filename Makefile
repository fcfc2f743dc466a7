# Everything a developer or an operator types. `make` alone lists it.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
.PHONY: help setup demo serve cert test test-postgres fuzz chromium lint format bench screenshots messages

PORT ?= 8000
HOST ?= 127.0.0.1
SERVE ?= 1
RESET ?= 0
TESTS ?= tests
# Which of them, by their marks.
MARKS ?= not screenshots
# One more than there are cores: journeys wait for their browser, other tests for processes of their own.
JOBS ?= $(shell echo $$(($$(nproc) + 1)))
UV := $(or $(shell command -v uv 2>/dev/null),.uv/bin/uv)
PYTHON := .venv/bin/python
AS_ROOT := $(shell [ "$$(id -u)" = 0 ] || command -v sudo >/dev/null && [ "$$(id -u)" != 0 ] && echo sudo -n)
export UV_NO_PROGRESS := 1
# Trust what the machine trusts, a company's own authority included.
export UV_SYSTEM_CERTS ?= 1
export PIP_DISABLE_PIP_VERSION_CHECK ?= 1
# Compiled once: the house and its tests start many processes, and each would compile every module again.
export UV_COMPILE_BYTECODE ?= 1
unexport PYTHONDONTWRITEBYTECODE

help: ## list these targets
	@echo "Foyer 迎客"; echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.uv/bin/uv:
	@echo "Fetching uv, which installs everything else …"
	@rm -rf .uv
	@python3 -m venv .uv >/dev/null 2>&1 && .uv/bin/python -m pip install --quiet uv \
	|| { rm -rf .uv; python3 -m pip install --quiet --target .uv uv 2>/dev/null; } \
	|| { rm -rf .uv; $(AS_ROOT) apt-get update -qq && $(AS_ROOT) apt-get install -y -qq python3-venv >/dev/null \
	     && python3 -m venv .uv && .uv/bin/python -m pip install --quiet uv; } \
	|| { rm -rf .uv; echo "Python's venv module is missing. Install it (Debian: apt-get install python3-venv) and run make again."; exit 1; }

setup: $(if $(findstring .uv,$(UV)),.uv/bin/uv) ## install the packages Foyer is made of
	@$(UV) sync --locked --quiet \
	|| { echo "The packages could not be installed. Foyer needs Python 3.12 or newer and a package registry it can reach."; exit 1; }

ifndef FOYER_TLS
demo: export FOYER_PUBLIC_URL ?= http://$(HOST):$(PORT)
endif
demo: export FOYER_LOG_LEVEL ?= WARNING
demo: setup ## the demo house on http://127.0.0.1:8000 (PORT=…, RESET=1 afresh, SERVE=0 only set up)
	@exec $(PYTHON) manage.py demo --host $(HOST) --port $(PORT) \
	  $(if $(filter 1,$(RESET)),--reset) $(if $(filter 0,$(SERVE)),--no-serve)

serve: setup ## the house with settings from the environment, web and background work together
	@DJANGO_SETTINGS_MODULE=foyer.settings.base $(PYTHON) manage.py serve --host $(HOST) --port $(PORT)

cert: setup ## a certificate for a house without a domain (NAMES="192.168.1.20 foyer.local", PORT=…)
	@$(PYTHON) manage.py cert $(NAMES) --port $(PORT)

chromium: # what the browser journeys need; where it may not be installed, those journeys say so and are skipped
	@has_chromium() { command -v chromium || command -v chromium-browser; } >/dev/null; \
	add() { $(AS_ROOT) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$* >/dev/null 2>&1; }; \
	if ! has_chromium || ! command -v chromium-headless-shell >/dev/null; then \
	  echo "Installing Debian's Chromium for the browser journeys …"; \
	  $(AS_ROOT) apt-get update -qq >/dev/null 2>&1; \
	  add chromium fonts-noto-cjk; add chromium-headless-shell; \
	fi || true; \
	has_chromium || echo "Chromium could not be installed: the browser journeys below are skipped. Install it (Debian: apt-get install chromium chromium-headless-shell fonts-noto-cjk), then run: make test TESTS=tests/journeys"

test: setup chromium ## the whole suite on SQLite, browser journeys included (TESTS=… for a part)
	@env -u DATABASE_URL -u REDIS_URL $(PYTHON) manage.py compile_catalogues
	@env -u DATABASE_URL -u REDIS_URL $(PYTHON) -m pytest $(TESTS) -m "$(MARKS)" -n $(JOBS) --dist worksteal

test-postgres: export DATABASE_URL ?= postgres://postgres@127.0.0.1:5432/foyer
test-postgres: export REDIS_URL ?= redis://127.0.0.1:6379/0
test-postgres: setup chromium ## the same suite on DATABASE_URL and REDIS_URL
	@$(PYTHON) manage.py compile_catalogues
	@$(PYTHON) -m pytest $(TESTS) -m "$(MARKS)" -n $(JOBS) --dist worksteal

fuzz: export FOYER_FUZZ_CASES ?= 2500
fuzz: setup ## thousands of requests made from the API's own description (FOYER_FUZZ_CASES=…)
	@$(PYTHON) -m pytest tests/api/test_fuzz.py -q

lint: setup ## style, types, import contracts, templates, migrations
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/lint-imports --no-cache
	@.venv/bin/djlint --quiet --lint site/foyer/templates kiosk/templates forms_content/templates
	@.venv/bin/curlylint --quiet --parse-only site/foyer/templates kiosk/templates forms_content/templates
	@.venv/bin/mypy
	@$(PYTHON) manage.py makemigrations --check --dry-run
	@$(PYTHON) manage.py lintmigrations --settings foyer.settings.testing --project-root-path . \
	  --include-apps core privacy staff venues fees clients bookings settlement archive cases events guests forms_content --quiet ignore ok --no-cache \
	  --exclude-migration-tests NOT_NULL ADD_UNIQUE # to be asked again once there is a release to upgrade from
	@$(PYTHON) manage.py check_catalogues

format: setup ## put the code into the house style
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix .

bench: setup ## ratios against bare views, measured side by side
	@for part in benchmarks/bench_*.py; do $(PYTHON) $$part; done

screenshots: setup chromium ## the key screens in three languages and four sizes, under var/screenshots/
	@$(PYTHON) -m pytest tests/journeys -m screenshots -q

messages: setup ## collect the sentences to translate into site/foyer/locale/
	@$(PYTHON) manage.py collect_messages
