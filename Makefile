# make demo : installe tout et montre l'essentiel.   make test : vérifie tout.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PRET := $(VENV)/.pret

.DEFAULT_GOAL := aide
.PHONY: aide demo test bancs mutations docs propre

aide:  ## cette aide
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/'

$(PRET): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "recouvre demande Python 3.11 ou plus récent")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	touch $@

demo: $(PRET)  ## installe recouvre et fait la visite sur un cabinet fictif
	$(BIN)/python exemples/visite.py

test: $(PRET)  ## style, types et tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto --dist worksteal

bancs: $(PRET)  ## mesure, en rapport contre un plancher ; écrit docs/mesures.md
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[bancs]'
	-$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[bancs-courriers]'
	$(BIN)/python -m bancs

mutations: $(PRET)  ## mute le droit et compte ce que les tests laissent vivre (long)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'mutmut>=3.8'
	$(BIN)/mutmut run
	$(BIN)/mutmut export-cicd-stats

docs: $(PRET)  ## réécrit docs/commandes.md depuis l'aide
	$(BIN)/python -m recouvre.documentation > docs/commandes.md

propre:  ## efface l'environnement et les caches
	rm -rf $(VENV) mutants build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis demo
