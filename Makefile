# Vaste: make help
SHELL := /bin/sh
PYTHON_IN := .venv/bin/python
VASTE := $(PYTHON_IN) -m vaste
READY := .venv/.ready

# The environment is made again when its Python is gone or the checkout was moved.
ifneq ($(shell cat .venv/.place 2>/dev/null && $(PYTHON_IN) -c '' 2>&1),$(CURDIR))
.PHONY: $(READY)
endif

.PHONY: help up dev test check fmt bench lock clean

help: ## Show this
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile

up: $(READY) ## Run the product: database, demo workspace, web and worker (PORT=8001 for another port)
	@$(VASTE) up $(if $(PORT),--port $(PORT))

dev: $(READY) ## The same, starting again when the code changes
	@VASTE_DEBUG=yes $(VASTE) up --reload $(if $(PORT),--port $(PORT))

test: check ## Everything that must pass, browser tests included
	@CHROMIUM="$$(bin/chromium)" && export CHROMIUM && $(PYTHON_IN) -m pytest $(SHARED) $(ARGS)

# Shared out by files over the cores, each with a database server of its own (ARGS=-n0: in one).
SHARED := -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

check: $(READY) ## Style, types, layers, models, migrations, templates: under a minute
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/lint-imports
	$(VASTE) check
	.venv/bin/mypy

fmt: $(READY) ## Put the code into the house's format
	.venv/bin/ruff check --fix
	.venv/bin/ruff format

bench: $(READY) ## Measure, each figure against its limit in the same run
	@$(PYTHON_IN) -m bench $(ARGS)

lock: $(READY) ## Compile requirements.txt and bin/uv.txt anew from pyproject.toml
	.venv/bin/uv pip compile $(COMPILE) --group dev --group build pyproject.toml -o requirements.txt
	.venv/bin/uv pip compile $(COMPILE) bin/uv.in -o bin/uv.txt

COMPILE := -q --universal --python $(PYTHON_IN) --generate-hashes --no-emit-index-url --no-emit-find-links $(ARGS)

clean: ## Remove what can be made again; the data in var/ stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find vaste tests bench -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

$(READY): requirements.txt pyproject.toml bin/venv bin/uv.txt
	@bin/venv
	@touch $@
