"""The packages that read and run notebooks, loaded without what no notebook needs of them."""

from __future__ import annotations

import importlib
import sys
from threading import Lock

# jsonschema builds the grammar of international web addresses anew in every process that loads
# it, which takes three seconds or four. A notebook has no field of that kind.
_GRAMMAR = "rfc3987_syntax"
_lock = Lock()


def load() -> None:
    """Load nbformat, which papermill and nbconvert stand on; to be called before any of them.

    Who loads the grammar later gets it; in this process jsonschema does not check web
    addresses of that kind.
    """
    with _lock:
        if "jsonschema" in sys.modules or _GRAMMAR in sys.modules:
            return
        sys.modules[_GRAMMAR] = None  # an import of it fails, which jsonschema is ready for
        try:
            importlib.import_module("nbformat")
        finally:
            del sys.modules[_GRAMMAR]
