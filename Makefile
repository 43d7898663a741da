# Samachar. `make demo` and `make test` set up everything they need.
.DEFAULT_GOAL := help
.PHONY: help install prometheus chromium screenshots demo live test lint audit schemas dashboards bench race fuzz \
	faults defects soak reliability models kafka lock clean overload

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
LOCK := $(BIN)/uv pip compile --quiet --upgrade --generate-hashes --no-emit-index-url --python-version 3.11 \
	--custom-compile-command 'make lock'

help: ## Show this list.
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

install: $(INSTALLED) ## Make .venv with everything from the lock file.

$(INSTALLED): requirements-dev.lock pyproject.toml
	$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if v >= (3, 11) and v < (3, 13) else f"Python 3.11 or 3.12 is needed, this is {v[0]}.{v[1]}: make PYTHON=/path/to/python3.11 …")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements-dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

demo: install ## Send every seed through the embedded broker and show what comes out.
	$(BIN)/samachar demo

live: install ## Show the demo's stream as a page in the browser, until Ctrl-C.
	$(BIN)/samachar live --demo

# Debian's package, unpacked and not installed: its programs need nothing but libc.
prometheus: install ## Bring Prometheus and promtool into .venv, unless they are in PATH. Debian and Ubuntu.
	@if command -v prometheus promtool | wc -l | grep -q 2 || test -x $(VENV)/prometheus/usr/bin/promtool; then exit 0; fi; \
	mkdir -p $(VENV)/prometheus && cd $(VENV)/prometheus && \
	{ apt-get download prometheus || { apt-get update && apt-get download prometheus; } } && \
	dpkg -x prometheus_*.deb . && rm prometheus_*.deb || \
	echo 'No Prometheus here. Tests that need it are skipped; with CI=true they fail.'

# As above, with the libraries that this machine lacks. axe-core is the npm package; tests check its SHA-256.
chromium: install ## Bring headless Chromium and axe-core into .venv, for the tests of the live page. Debian, and npm.
	@mkdir -p $(VENV)/chromium && cd $(VENV)/chromium && \
	if test ! -x usr/lib/chromium/chromium-headless-shell; then \
	needed() { apt-get install --simulate --no-install-recommends chromium-headless-shell fonts-noto-core \
		| awk '/^Inst/ && $$2 != "xdg-utils" {print $$2}'; } && \
	{ apt-get download $$(needed) || { apt-get update && apt-get download $$(needed); } } && \
	for package in *.deb; do dpkg -x $$package . || exit 1; done && rm *.deb; fi && \
	if test ! -f package/axe.min.js; then \
	npm pack --silent axe-core@4.14.1 > /dev/null && tar xzf axe-core-*.tgz package/axe.min.js package/LICENSE && rm axe-core-*.tgz; fi || \
	echo 'No headless Chromium or no axe-core here. Tests that need them are skipped; with CI=true they fail.'

# Fonts of East Asia are 57 MB and for the pictures alone.
screenshots: chromium ## Take the pictures of the live page in docs/images anew.
	cd $(VENV)/chromium && test -d usr/share/fonts/opentype/noto || \
	{ apt-get download fonts-noto-cjk && dpkg -x fonts-noto-cjk_*.deb . && rm fonts-noto-cjk_*.deb; }
	$(BIN)/python -m tests.integration.page.screenshots

test: prometheus chromium ## Run all tests. With CI=true those on Apache Kafka, Prometheus and Chromium must run.
	$(BIN)/pytest

lint: install ## Format, lint, types, import contracts.
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Not in .ci: it asks https://pypi.org, and --strict makes what it could not ask about a failure.
audit: install ## Ask PyPI for known vulnerabilities of what requirements.lock pins. Needs the internet.
	$(BIN)/uv tool run pip-audit@2.10.1 --strict --require-hashes --disable-pip --requirement requirements.lock

dashboards: install ## Write Grafana's dashboards anew from the code.
	$(BIN)/python -m deploy.grafana.source deploy/grafana/dashboards

schemas: install ## Write what is generated anew: schemas/, pages in docs/, the rules for Kubernetes.
	$(BIN)/samachar schemas schemas
	$(BIN)/python -m processor.observe.catalogue_doc docs/metrics.md
	$(BIN)/samachar config --markdown > docs/settings.md
	$(BIN)/python -m tests.unit.deploy.licences > docs/licences.md
	$(BIN)/python -m deploy.kubernetes.rules > deploy/kubernetes/base/prometheus-rule.yaml

bench: install ## Measure: how fast, how responsive. Minutes.
	$(BIN)/python -m bench.topics
	$(BIN)/python -m bench.entities
	$(BIN)/python -m bench.health

RACE ?= --workload fast --articles 2000
PEERS := $(VENV)/peers
$(PEERS)/.installed: bench/peers/requirements.lock pyproject.toml
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/pip install --quiet --disable-pip-version-check --require-hashes --no-deps --only-binary :all: -r bench/peers/requirements.lock
	$(PEERS)/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

race: install $(PEERS)/.installed ## Samachar beside other stream processors, by turns on Apache Kafka: make race RACE='--workload pass-through --articles 20000'.
	$(PEERS)/bin/python -m bench.race $(RACE)

FUZZ_MESSAGES ?= 1000000
FUZZ_CHAIN ?= 50000
FUZZ_ACCURATE ?= 3000
FUZZ_SETTINGS ?= 60000
FUZZ_COMMANDS ?= 40000
FUZZ = $(BIN)/python -m tests.fuzz --results build/fuzz --seed $(SEED)

fuzz: install ## Malformed messages, settings and command lines: make fuzz FUZZ_MESSAGES=10000 … Hours. Goes on where it was broken off.
	$(FUZZ) validation --count $(FUZZ_MESSAGES)
	$(FUZZ) chain-fast --count $(FUZZ_CHAIN)
	$(FUZZ) chain-accurate --count $(FUZZ_ACCURATE)
	$(FUZZ) settings --count $(FUZZ_SETTINGS)
	$(FUZZ) commands --count $(FUZZ_COMMANDS)

SEED ?= 1
RUNS ?= 20
HOURS ?= 8
RESULTS ?= tests/faults/results.jsonl
GUARANTEE ?= at_least_once
HARNESS := $(BIN)/python -m tests.faults.harness --results $(RESULTS) --guarantee $(GUARANTEE)

faults: install ## Seeded fault runs, a minute each: make faults SEED=1 RUNS=20 GUARANTEE=exactly_once. Goes on where it was broken off.
	$(HARNESS) --resume --seed $(SEED) --runs $(RUNS)

defects: install ## Plant defects in the workers and see that the fault runs catch each.
	$(BIN)/pytest tests/faults/planted.py

soak: install ## Fault runs for hours: make soak HOURS=8.
	$(HARNESS) --resume --seed $(SEED) --hours $(HOURS)

reliability: install ## Put the results of fault runs into docs/reliability.md and docs/exactly-once.md.
	$(BIN)/python -m tests.faults.harness --results $(RESULTS) --table docs/reliability.md
	$(BIN)/python -m tests.faults.harness --results $(RESULTS) --guarantee exactly_once --table docs/exactly-once.md

ARTICLES ?= ordinary
OUTPUT ?= build/overload
overload: install ## Produce 20 times what a worker can do, for ten minutes: make overload ARTICLES=ordinary|small|large.
	$(BIN)/python -m tests.faults.overload --articles $(ARTICLES) --output $(OUTPUT)

kafka: install ## Start the Apache Kafka that the tests use, on 127.0.0.1:9092, until Ctrl-C.
	$(BIN)/python -m processor.brokers.apache

models: install ## Train every shipped model anew: make models DATA=DIR CLDR=DIR. Hours.
	$(BIN)/pip install --quiet --disable-pip-version-check --requirement training/requirements.txt
	$(MAKE) -f training/models.mk

# The largest set first: what a worker and its image need is a part of it, in the same versions.
lock: install ## Take the newest versions that pyproject.toml allows into the lock files.
	$(LOCK) --extra demo --extra dev --extra hub --extra tracing --output-file requirements-dev.lock pyproject.toml
	$(LOCK) --constraint requirements-dev.lock --output-file requirements.lock pyproject.toml
	$(LOCK) --constraint requirements-dev.lock --override bench/peers/overrides.txt --extra demo --extra dev --extra hub --extra tracing \
		--output-file bench/peers/requirements.lock pyproject.toml bench/peers/requirements.in
	$(BIN)/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")' \
		| $(LOCK) --constraint requirements-dev.lock --output-file requirements-build.lock -

clean: ## Remove .venv and caches.
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
