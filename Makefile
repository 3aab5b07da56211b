# One command each; every target installs what it needs first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# What running needs, and what working on it needs beside that.
RUNTIME := $(VENV)/.runtime
TOOLS := $(VENV)/.tools
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: install demo run test check imports pictures chaos emulate format docs bench lock clean

install: $(RUNTIME)

$(RUNTIME): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; this is $$($(PYTHON) --version). Name another with: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q bot handlers storage
	@touch $(RUNTIME)

$(TOOLS): $(RUNTIME) requirements-dev.lock
	$(BIN)/pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $(TOOLS)

demo: install
	@$(BIN)/referral-bot demo $(if $(RESET),--reset) $(if $(PORT),--port $(PORT))

run: install
	@$(BIN)/referral-bot run $(ARGS)

check: $(TOOLS)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

imports: $(TOOLS)
	$(BIN)/lint-imports

test: check
	$(BIN)/python -m tests.browser.install
	$(BIN)/pytest -n 2 --dist loadgroup $(ARGS)

# Kill real processes: SECONDS of killing (30) under COMMANDS commands and clicks (300).
chaos: $(TOOLS)
	CHAOS_SECONDS=$(or $(SECONDS),30) CHAOS_COMMANDS=$(or $(COMMANDS),300) $(BIN)/pytest -s tests/chaos $(ARGS)

format: $(TOOLS)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# What is made from the code: docs/messages.md, every sentence that people read.
docs: install
	$(BIN)/python -m tests.docs.messages
	$(BIN)/python -m tests.docs.architecture

# The pictures of the README, from the real page.
pictures: $(TOOLS)
	PYTHONPATH=. $(BIN)/python docs/pictures/take.py

# The same journey at npm's emulate, an independent Slack, and at the local workspace: what differs.
emulate: $(TOOLS)
	$(BIN)/python -m tests.emulate

bench: $(TOOLS)
	$(BIN)/python -m tests.benchmarks $(NAME)

lock: $(TOOLS)
	$(BIN)/uv pip compile --quiet --universal --no-emit-index-url --no-header --generate-hashes --python-version 3.11 --extra build pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --no-emit-index-url --no-header --generate-hashes --python-version 3.11 --extra build --extra dev --constraint requirements.lock pyproject.toml -o requirements-dev.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist *.egg-info
