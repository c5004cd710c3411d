# What a newcomer needs is `make site` and `make test`; every target below says what it is for.
# Only a Python, 3.11 or newer, with venv must be there; the rest is fetched, checked by hash.

VENV ?= .venv
# The system's own Python first: distributions build it with profile-guided optimization, and a
# build of a site takes a tenth less of it than of one compiled plainly (pyenv's default).
PYTHON ?= $(shell for p in /usr/bin/python3 python3.14 python3.13 python3.12 python3.11 python3 python; do \
	  $$p -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	  && { echo $$p; break; }; done)
PIP = $(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-build-isolation
LOCK = $(VENV)/bin/python -m uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"
RUN = PATH="$(abspath $(VENV))/bin:$$PATH" $(VENV)/bin
ARCHIVE ?= content
OUTPUT ?= public
# How many processes share the tests; those of a file stay together, and so do what it builds for all.
TESTERS ?= 2
export PYTHONUTF8 = 1

.DEFAULT_GOAL := help
.PHONY: help site serve test check lint format types lock fonts locale theming commands pictures bench \
	test-s3 test-whoosh-reloaded clean distclean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-22s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

site: $(VENV)/.site  ## build content/ into public/ and say where to open it
	@$(VENV)/bin/sitegen build $(ARCHIVE) -o $(OUTPUT)
	@$(VENV)/bin/python -c 'import pathlib, sys; print("Open", pathlib.Path(sys.argv[1], "index.html").resolve().as_uri())' $(OUTPUT)

serve: $(VENV)/.site  ## build, serve on this machine only, rebuild on change
	$(VENV)/bin/sitegen serve $(ARCHIVE)

test: $(VENV)/.test $(VENV)/.runtimes  ## everything that tests need, then all tests
	@$(RUN)/python -m pytest -n $(TESTERS) --dist loadfile --no-loadscope-reorder

check: $(VENV)/.test lint types  ## the fast ones: style, types, unit tests
	@$(RUN)/python -m pytest -q tests/unit sitegen

lint: $(VENV)/.test
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .

format: $(VENV)/.test  ## let ruff set the code
	@$(VENV)/bin/ruff check --fix .
	@$(VENV)/bin/ruff format .

types: $(VENV)/.test
	@$(VENV)/bin/mypy
	@$(VENV)/bin/python bench/runtimes.py types

lock: $(VENV)/.python  ## pin every dependency again, for all platforms, with hashes
	@$(VENV)/bin/python -m uv --version >/dev/null 2>&1 || $(PIP) uv
	@$(LOCK) --group build -o requirements-build.lock
	@$(LOCK) pyproject.toml -c requirements-build.lock -o requirements.lock
	@$(LOCK) pyproject.toml --all-extras --group test --group lint -c requirements.lock -o requirements-test.lock
	@$(LOCK) --group fonts -o requirements-fonts.lock
	@$(LOCK) --group s3 -c requirements-test.lock -o requirements-s3.lock
	@$(LOCK) --group whoosh-reloaded -o requirements-whoosh-reloaded.lock

fonts: $(VENV)/.fonts  ## subset the theme's fonts again; what ships is committed
	@$(VENV)/bin/python tools/fonts.py

locale: $(VENV)/.test  ## the interface's catalogues, from their .po files
	@$(VENV)/bin/python tools/catalogues.py

theming: $(VENV)/.site  ## docs/theming.md, from the views, the configuration, the templates
	@$(VENV)/bin/python tools/theming.py

commands: $(VENV)/.site  ## docs/commands.md, from the commands' help
	@$(VENV)/bin/python tools/commands.py

pictures: site $(VENV)/.runtimes  ## pictures of the sample site for the README
	@$(VENV)/bin/python bench/pictures.py $(OUTPUT)

bench: $(VENV)/.runtimes  ## every figure that we claim, on the corpora beside the project
	@for script in build rendering extras first_search client_size usage_cost offline html_validity links open_pages axe \
	  page_costs index_sizes conflation linking retrieval suggest suggest_entities importing \
	  damage recipes; do \
	  echo; echo "bench/$$script.py"; $(VENV)/bin/python bench/$$script.py || exit 1; done

test-whoosh-reloaded: .venv-whoosh-reloaded/.ready  ## the reader's tests on the other Whoosh
	@.venv-whoosh-reloaded/bin/python -m pip show --quiet whoosh-reloaded
	@.venv-whoosh-reloaded/bin/python -m pytest -q sitegen/index tests/unit/index tests/property/test_index.py

test-s3: .venv-s3/.ready  ## archive and site in an emulation of S3, publishing killed
	@.venv-s3/bin/python bench/object_store.py

clean:  ## what builds and tests leave behind
	rm -rf $(OUTPUT) test-results .pytest_cache .mypy_cache .ruff_cache .hypothesis $(ARCHIVE)/.sitegen
	find . -name __pycache__ -type d -not -path './.venv*' -prune -exec rm -rf {} +

distclean: clean  ## the environments and the benches' work too
	rm -rf $(VENV) .venv-s3 .venv-whoosh-reloaded bench/work

$(VENV)/.python:
	@test -n "$(PYTHON)" || { \
	  echo "No Python, 3.11 or newer, with venv was found."; \
	  echo "  Debian, Ubuntu: apt install python3 python3-venv; or: make PYTHON=/path/to/python"; \
	  exit 1; }
	@test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.site: $(VENV)/.python requirements-build.lock requirements.lock pyproject.toml
	@echo "Installing sitegen into $(VENV) ..."
	@$(PIP) --require-hashes -r requirements-build.lock
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.site requirements-test.lock
	@echo "Installing what tests need ..."
	@$(PIP) --require-hashes -r requirements-test.lock
	@touch $@

$(VENV)/.fonts: $(VENV)/.site requirements-fonts.lock
	@$(PIP) --require-hashes -r requirements-fonts.lock
	@touch $@

# Chromium and node: those installed, else brought. See bench/runtimes.py.
$(VENV)/.runtimes: $(VENV)/.test bench/runtimes.py
	@$(VENV)/bin/python bench/runtimes.py install
	@touch $@

.venv-whoosh-reloaded/.ready: requirements-build.lock requirements-test.lock requirements-whoosh-reloaded.lock
	@test -x .venv-whoosh-reloaded/bin/python || $(PYTHON) -m venv .venv-whoosh-reloaded
	@$(MAKE) --no-print-directory VENV=.venv-whoosh-reloaded .venv-whoosh-reloaded/.test
	@.venv-whoosh-reloaded/bin/python -m pip uninstall --quiet --yes whoosh3
	@.venv-whoosh-reloaded/bin/python -m pip install --quiet --require-hashes -r requirements-whoosh-reloaded.lock
	@touch $@

.venv-s3/.ready: requirements-build.lock requirements-test.lock requirements-s3.lock
	@test -x .venv-s3/bin/python || $(PYTHON) -m venv .venv-s3
	@$(MAKE) --no-print-directory VENV=.venv-s3 .venv-s3/.test
	@.venv-s3/bin/python -m pip install --quiet --require-hashes -r requirements-s3.lock
	@touch $@
