# Two commands do everything: `make run` and `make test`. `make help` lists the rest.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
STYLES := bot/channels/web/static/vendor/triage.css

export RASA_TELEMETRY_ENABLED := false

.PHONY: help
help: ## What you can ask for
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1|/' | column -t -s '|'

.PHONY: needs
needs:
	@missing=""; command -v $(PYTHON) >/dev/null || missing="$$missing python3.11"; \
	$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || missing="$$missing python3.11-venv"; \
	if [ -n "$$missing" ]; then echo "Missing:$$missing. Install with: apt-get install -y$$missing"; exit 1; fi

$(BIN)/uv: | needs
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/uv.lock

$(VENV)/.run: requirements/run.lock pyproject.toml | $(BIN)/uv
	@echo "Installing (locked, with hashes) ..."
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --require-hashes -r requirements/run.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test: requirements/test.lock $(VENV)/.run
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --require-hashes -r requirements/test.lock
	@touch $@

node_modules/.done: package-lock.json $(VENV)/.run
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(STYLES): node_modules/.done $(wildcard bot/channels/web/scss/*.scss)
	@mkdir -p $(dir $@)
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/node node_modules/sass/sass.js --quiet-deps --no-source-map --style=compressed --load-path=node_modules bot/channels/web/scss/triage.scss $@

.PHONY: setup
setup: $(VENV)/.run $(STYLES) ## Install into .venv; .venv/bin/triage is the command line

.PHONY: run
run: setup ## Serve on http://127.0.0.1:8000 (PORT=8010 DATABASE_URL=... for elsewhere)
	@$(BIN)/triage serve

.PHONY: run-demo
run-demo: setup ## Serve with all three channels on loopback carriers and invented women
	@$(BIN)/python -m demo

.PHONY: test
test: setup $(VENV)/.test debian model ## Everything: checks, units, integration, conversations, browser
	@$(BIN)/python -m tests.all

.PHONY: check
check: $(VENV)/.test ## Style, types, contracts and the protocol's verifier
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports --no-cache && $(BIN)/triage protocol check

.PHONY: unit
unit: $(VENV)/.test ## The quick tests, without TensorFlow
	@$(BIN)/python -m pytest tests/unit

.PHONY: model
model: setup
	@$(BIN)/triage train

.PHONY: debian
debian: ## What the tests need from Debian: a browser and PostgreSQL
	@missing=""; command -v chromium >/dev/null || missing="$$missing chromium"; \
	ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$$missing postgresql"; \
	if [ -n "$$missing" ]; then \
	  if [ "$$(id -u)" = 0 ]; then apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$missing; \
	  else echo "The tests need:$$missing. Install with: apt-get install -y$$missing"; exit 1; fi; fi

.PHONY: bench
bench: setup model ## Our turn against stock Rasa, interleaved in one run
	@$(BIN)/python -m bench

.PHONY: evaluate
evaluate: setup model ## What is read right and wrong in messages that nobody tuned to
	@$(BIN)/python -m bench.evaluate

.PHONY: lock
lock: $(BIN)/uv ## Resolve the locked requirements again
	@$(BIN)/uv pip compile -q pyproject.toml --extra test --override requirements/overrides.txt --generate-hashes --python-version 3.11 --no-header -o requirements/test.lock
	@$(BIN)/uv pip compile -q pyproject.toml --override requirements/overrides.txt --generate-hashes --python-version 3.11 --no-header -c requirements/test.lock -o requirements/run.lock
