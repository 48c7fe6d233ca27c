"""The tools for notebooks load without the grammar of web addresses."""

from __future__ import annotations

import subprocess
import sys

from kamlib.reports import notebook_tools

CODE = """
import sys
from kamlib.reports import notebook_tools
notebook_tools.load()
import nbconvert, nbformat, papermill
assert "jsonschema" in sys.modules
assert "lark" not in sys.modules
nbformat.validate(nbformat.v4.new_notebook())
try:
    nbformat.validate({"nbformat": 4, "nbformat_minor": 5, "cells": []})
except nbformat.ValidationError:
    import rfc3987_syntax
    print(rfc3987_syntax.is_valid_syntax("iri", "https://例え.jp/"))
"""


def test_notebooks_are_checked_without_it_and_it_can_still_be_loaded():
    said = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["True"]


def test_where_jsonschema_is_loaded_nothing_changes():
    import jsonschema

    notebook_tools.load()
    assert sys.modules["jsonschema"] is jsonschema
    assert sys.modules.get("rfc3987_syntax", jsonschema) is not None
