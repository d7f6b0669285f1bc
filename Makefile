# Needs make, git and Python 3.11+. Everything else is installed into .venv and node_modules.
.DEFAULT_GOAL := help
.PHONY: help run test check bench lock assets clean environment test-environment system

# The Python of .venv once there is one: it starts sooner than a search of PATH.
PYTHON := $(or $(wildcard .venv/bin/python),tools/python)
IN_VENV := .venv/bin/

help: ## Say what can be made
	@sed -n 's/^\([a-z]*\):[^#]*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

run: environment assets ## Start Casework; PORT (8000) and CASEWORK_INSTANCE (instance/) are honoured
	@exec $(IN_VENV)flask --app wsgi serve

test: test-environment ## Run the whole suite, on SQLite and on PostgreSQL at once
	@$(MAKE) --no-print-directory --jobs=1 assets system
	@$(MAKE) --no-print-directory --keep-going --jobs=3 --output-sync=target \
		suite-sqlite suite-postgresql browser-sqlite browser-postgresql

suite-%:
	CASEWORK_TEST_DATABASE=$* $(IN_VENV)python -m pytest -m "not browser"

browser-%:
	CASEWORK_TEST_DATABASE=$* $(IN_VENV)python -m pytest -m browser

check: test-environment ## Lint, types, import contracts, migrations in step, locks free of addresses
	$(IN_VENV)ruff check .
	$(IN_VENV)ruff format --check .
	$(IN_VENV)mypy
	$(IN_VENV)lint-imports
	$(IN_VENV)flask --app wsgi database check
	@! grep -nE '://|"resolved"' requirements/*.txt package-lock.json || \
		{ echo "The lock files must hold no addresses: make lock writes them without." >&2; exit 1; }

bench: test-environment assets ## Measure, beside the bare work (see tests/benchmarks)
	$(IN_VENV)python -m tests.benchmarks

lock: test-environment ## Write the lock files anew from pyproject.toml and package.json; UPGRADE=1 for newer releases
	$(IN_VENV)python -m tools.lock $(if $(UPGRADE),--upgrade)

assets: environment ## Build the pages' CSS and JavaScript where they have changed
	@$(IN_VENV)python -m tools.assets

clean: ## Remove what was installed and built; the instance folder stays
	rm -rf .venv node_modules casework/static/build test-results
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

environment:
	@$(PYTHON) -m tools.environment runtime

test-environment:
	@$(PYTHON) -m tools.environment test

system:
	@$(PYTHON) -m tools.system
