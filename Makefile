# Every verb of the project; `make` prints them. Each sets up what it needs, once.
.DEFAULT_GOAL := help
.PHONY: help demo test check stack-test drill accept schemas pins bench clean ready

BIN := .venv/bin

help:
	@awk -F ' ## ' '/^[a-z-]+:.* ## / { split($$1, verb, ":"); printf "make %-11s %s\n", verb[1], $$2 }' $(MAKEFILE_LIST)

demo: ## Run an invented company through the whole way: eight PDFs in reports/, in a minute.
	@sh setup/system.sh demo
	@sh setup/python.sh demo
	@$(BIN)/passerelle demo

test: ## Check, then run every test but the stack's; Apache Kafka among them, so it needs Java and Maven.
	@sh setup/system.sh test
	@$(MAKE) --no-print-directory check
	@sh setup/jars.sh kafka_broker verapdf
	@sh setup/mocks.sh
	@$(BIN)/pytest --ignore=tests/stack -n 2 --dist loadfile --no-loadscope-reorder

check: ready ## Lint, types, and the rules of who may import whom.
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

stack-test: ready ## Start the containers for real, see a webhook become an edition, take them down.
	@$(BIN)/pytest tests/stack

drill: ## Two trackers that live and lie, everything killed once: see that nothing escapes (SEED=7).
	@sh setup/system.sh test
	@$(MAKE) --no-print-directory ready
	@sh setup/jars.sh kafka_broker
	@$(BIN)/python -m tests.drill --seed $(or $(SEED),7) $(if $(ITEMS),--items $(ITEMS)) $(if $(SECONDS),--seconds $(SECONDS))

bench: ready ## Measure beside peers, ONLY=backfill for one; each benchmark ends with a line of figures.
	@sh setup/system.sh test
	@sh setup/jars.sh kafka_broker
	@$(BIN)/python -m benchmarks $(ONLY)

accept: ready ## Rewrite the expectations of the tests; read the difference like code.
	@PASSERELLE_ACCEPT=1 $(BIN)/pytest --ignore=tests/stack

schemas: ready ## Write schemas/json and schemas/asyncapi.yaml from the contracts.
	@$(BIN)/python schemas/publish.py

pins: ready ## Pin every dependency again, after a change in pyproject.toml.
	@UV=build/uv/bin/uv sh requirements/compile.sh

clean: ## Remove what was made: environment, Java libraries, caches, reports.
	@rm -rf .venv build dist reports .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

ready: # the environment of the developers
	@sh setup/system.sh demo
	@sh setup/python.sh dev
