# Everything happens in one environment, .venv, with the models in .models; both may be deleted.
# Needs Python 3.11 or newer, and make. `make demo` and `make test` set up by themselves.

PYTHON ?= python3
BIN := .venv/bin
export PROCTOR_MODELS ?= $(CURDIR)/.models

READY := .venv/.ready
WEIGHTS := $(PROCTOR_MODELS)/.ready

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-slow lint bench accuracy lookalikes seeing health messages docs lock clean

help:  ## This list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(WEIGHTS)  ## The environment and the models

$(READY): requirements-dev.txt pyproject.toml
	@$(PYTHON) .ci/check.py
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo 'Installing into .venv (a few hundred megabytes the first time) ...'
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -c 'import av, cv2, openvino'
	@touch $@

$(WEIGHTS): $(READY) $(wildcard models/catalogue*)
	@$(BIN)/proctor models install
	@mkdir -p $(dir $@) && touch $@

demo: setup  ## The whole way once, on the clips that lie in the repository
	@$(BIN)/python -m bench.demo

test: setup  ## The tests, without the slow ones
	@PROCTOR_REQUIRE_MODELS=1 $(BIN)/python -m pytest

test-slow: setup  ## The slow tests: real processes, kills, servers
	@PROCTOR_REQUIRE_MODELS=1 $(BIN)/python -m pytest -m slow

lint: $(READY)  ## ruff, mypy and the import rules
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check -q . || { echo "Cure: .venv/bin/ruff format ."; exit 1; }
	@$(BIN)/mypy
	@$(BIN)/lint-imports --config pyproject.toml

bench: setup  ## What it costs on this computer
	@$(BIN)/python -m bench

# DETECTORS=folder of models trained on photographs: how real the renderings look to them.
accuracy: setup  ## How well flags agree with the truth of the shipped clips
	@$(BIN)/python -m bench.accuracy $(if $(DETECTORS),--detectors $(DETECTORS))

# CLIPS=folder of further clips with their truth.
lookalikes: setup  ## Whether innocent acts stay silent at level 1 and 2, drawn and filmed
	@$(BIN)/python -m pytest -q tests/rules/test_lookalikes.py
	@$(BIN)/python -m bench.lookalikes $(if $(CLIPS),--clips $(CLIPS))

# FOOTAGE=folder of real clips whose curves are drawn anew as well.
seeing: setup  ## How well people, heads, hands and phones are made out on the shipped clips
	@$(BIN)/python -m bench.seeing.document --models $(PROCTOR_MODELS) $(if $(FOOTAGE),--footage $(FOOTAGE))

# CLIPS=folder of real clips before which the simulated camera hangs as well.
health: $(READY)  ## How well faults of the picture are told, and false alarms
	@$(BIN)/python -m bench.health $(if $(CLIPS),--clips $(CLIPS))

messages: $(READY)  ## Collect the sentences for translation and compile the catalogue
	@$(BIN)/python docs/catalogue.py

docs: $(READY)  ## Write docs/cli.md anew from the commands themselves
	@$(BIN)/python docs/reference.py

COMPILE = CUSTOM_COMPILE_COMMAND='make lock' $(BIN)/pip-compile -q

lock: $(READY)  ## Resolve the requirements anew, with hashes
	@$(COMPILE) -o requirements.txt pyproject.toml
	@$(COMPILE) --extra dev -o requirements-dev.txt pyproject.toml

clean:  ## Remove what make made, models included
	rm -rf .venv .models .demo .accuracy .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
