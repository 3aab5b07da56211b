# One command each; every target installs what it needs first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# What running needs, and what working on it needs beside that.
RUNTIME := $(VENV)/.runtime
TOOLS := $(VENV)/.tools
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Dozens of processes start in the tests alone; each would compile all that it imports again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: install demo run test check style imports pictures chaos emulate figures format docs bench lock clean

install: $(RUNTIME)

define NEW_VENV
@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; this is $$($(PYTHON) --version). Name another with: make PYTHON=python3.12"; exit 1; }
$(PYTHON) -m venv $(VENV)
endef

$(RUNTIME): requirements.lock pyproject.toml
	$(NEW_VENV)
	$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q bot handlers storage
	@touch $(RUNTIME)

# requirements-dev.lock has all of requirements.lock. pip would take a minute for it: it brings uv,
# pinned like everything else, and uv the rest. Of an index that only pip was told of, uv knows nothing.
$(TOOLS): requirements.lock requirements-dev.lock pyproject.toml
	$(NEW_VENV)
	@awk '/^[^ ]/ {uv = /^uv==/} uv' requirements-dev.lock > $(VENV)/uv.lock
	$(BIN)/pip install --quiet --require-hashes -r $(VENV)/uv.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.lock || $(BIN)/pip install --quiet --require-hashes -r requirements-dev.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $(RUNTIME) $(TOOLS)

demo: install
	@$(BIN)/referral-bot demo $(if $(RESET),--reset) $(if $(PORT),--port $(PORT))

run: install
	@$(BIN)/referral-bot run $(ARGS)

check: style
	$(BIN)/mypy

style: $(TOOLS)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports

imports: $(TOOLS)
	$(BIN)/lint-imports

# Types are checked beside the tests. More workers than two cores: many tests wait for processes.
# The tests are collected once before, so that the workers find them compiled; a Chromium comes meanwhile.
test: style
	$(BIN)/python -m tests.domain.reading
	@echo "$(BIN)/mypy, and beside it $(BIN)/pytest -n 3 --dist loadgroup $(ARGS)"
	@$(BIN)/mypy > $(VENV)/types.txt 2>&1 & types=$$!; \
	$(BIN)/python -m tests.browser.install & browser=$$!; \
	$(BIN)/pytest --collect-only $(ARGS) > /dev/null; wait $$browser; \
	$(BIN)/pytest -n 3 --dist loadgroup $(ARGS); tests=$$?; \
	wait $$types; types=$$?; cat $(VENV)/types.txt; exit $$((types + tests))

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
	$(BIN)/python -m tests.docs.reference

# The pictures of the README, from the real page.
pictures: $(TOOLS)
	PYTHONPATH=. $(BIN)/python docs/pictures/take.py

# The same journey at npm's emulate, an independent Slack, and at the local workspace: what differs.
emulate: $(TOOLS)
	$(BIN)/python -m tests.emulate

# All that is said in numbers, against an oracle: STORIES (300) and what is said of DATABASES (2,000),
# from SEED (1); how often a digest says a change where there is none; and how 100,000 texts are read.
figures: $(TOOLS)
	$(BIN)/python -m tests.figures.agreement $(or $(STORIES),300) $(or $(SEED),1)
	$(BIN)/python -m tests.figures.sentences $(or $(DATABASES),2000) $(or $(SEED),1)
	$(BIN)/python -m tests.figures.false_alarms
	$(BIN)/python -m tests.domain.reading 100000
	FIGURES_WHOLE=1 $(BIN)/pytest -n 2 tests/storage/figures

bench: $(TOOLS)
	$(BIN)/python -m tests.benchmarks $(NAME)

lock: $(TOOLS)
	$(BIN)/uv pip compile --quiet --universal --no-emit-index-url --no-header --generate-hashes --python-version 3.11 --extra build pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --no-emit-index-url --no-header --generate-hashes --python-version 3.11 --extra build --extra dev --constraint requirements.lock pyproject.toml -o requirements-dev.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist *.egg-info
