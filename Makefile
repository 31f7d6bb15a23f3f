# Everything is run from here; `make help` lists it. The first call makes .venv and takes a minute or two, later calls do not.

.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON_RUN := .venv/bin/python

# TensorFlow's and OpenMP's threads share two cores well only if they yield instead of spinning.
export TF_CPP_MIN_LOG_LEVEL ?= 3
export OMP_WAIT_POLICY ?= PASSIVE

STUDY ?= resources/samples/SC-HF-I-01
OUT ?= out
DISPLAY_IS_THERE = [ "$$(uname -s)" != Linux ] || [ -n "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ]

.PHONY: help setup run test check unit bench bench-others screenshots translations package format lock clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## make .venv and fetch the system libraries that Qt needs (every command below does it first)
	@.ci/setup

run: setup ## open the window on the bundled study (STUDY=path for another one); without a display, do the job offscreen
	@if $(DISPLAY_IS_THERE); then \
		exec $(PYTHON_RUN) -m cmrstudio "$(STUDY)"; \
	else \
		echo "There is no display, so no window can open: doing the whole job offscreen into $(OUT)/demo instead."; \
		QT_QPA_PLATFORM=offscreen exec $(PYTHON_RUN) -m cmrstudio demo --out "$(OUT)/demo"; \
	fi

test: check unit ## check style, types and layers, then run all tests

check: setup ## ruff, mypy and import-linter
	@$(PYTHON_RUN) -m ruff check .
	@$(PYTHON_RUN) -m ruff format --check .
	@$(PYTHON_RUN) -m mypy
	@$(PYTHON_RUN) -c "from importlinter.cli import lint_imports_command; lint_imports_command()"

unit: setup ## run the tests only (ARGS='tests/io -x' for some of them)
	@QT_QPA_PLATFORM=offscreen $(PYTHON_RUN) -m pytest -n 2 --dist loadfile $(ARGS)

bench: setup ## measure how fast it is, as tables
	@QT_QPA_PLATFORM=$${QT_QPA_PLATFORM:-offscreen} $(PYTHON_RUN) tests/benchmarks $(ARGS)

bench-others: setup ## make .venv-bench with ONNX Runtime and OpenVINO, which `make bench` then measures beside ours
	@$(PYTHON_RUN) -m venv .venv-bench
	@.venv-bench/bin/python -m pip install --quiet numpy onnx onnxruntime openvino

screenshots: setup ## draw each main view in all themes and languages into out/screenshots
	@QT_QPA_PLATFORM=offscreen $(PYTHON_RUN) -m cmrstudio demo --theme all --language all --out "$(OUT)/screenshots"

translations: setup ## compile resources/translations/*.ts, the words in other languages
	@cd resources/translations && for words in *.ts; do "$(CURDIR)/.venv/bin/pyside6-lrelease" -silent $$words -qm $${words%.ts}.qm; done

package: setup ## build the one-folder app dist/cmrstudio and let it test itself
	@.ci/setup package
	@$(PYTHON_RUN) -m PyInstaller --noconfirm --log-level ERROR cmrstudio.spec
	@dist/cmrstudio/cmrstudio --selftest

format: setup ## let ruff mend what it can
	@$(PYTHON_RUN) -m ruff check --fix .
	@$(PYTHON_RUN) -m ruff format .

lock: setup ## write requirements.lock anew from pyproject.toml (UPGRADE=--upgrade takes newer releases)
	@.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --group dev --extra training $(UPGRADE) pyproject.toml -o requirements.lock

clean: ## remove what can be made again, .venv too
	rm -rf .venv .venv-bench build dist out .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find cmrstudio training tests -name __pycache__ -type d -prune -exec rm -rf {} +
