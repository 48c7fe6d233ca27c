"""A kernel that runs the same notebook for one account after the other.

Start and imports take most of a short notebook's time. Only the parameters differ from one
account to the next; the names of the one before are cleared, so that no plan can lean on
another's. A kernel whose notebook failed is not used again.
"""

from __future__ import annotations

from functools import cache
from typing import Any

_CLEAR = (
    "get_ipython().run_line_magic('reset', '-f')\n"
    "get_ipython().execution_count = 1\n"
    "import gc; gc.collect(); del gc"
)


@cache
def engine_name() -> str:
    """Name of the papermill engine that leaves the kernel manager given as `km` running."""
    from papermill.clientwrap import PapermillNotebookClient  # noqa: PLC0415  half a second
    from papermill.engines import NBClientEngine, papermill_engines  # noqa: PLC0415

    class Client(PapermillNotebookClient):
        def papermill_execute_cells(self) -> None:
            self.wait_for_reply(self.kc.execute(_CLEAR, silent=True, store_history=False))
            super().papermill_execute_cells()

    class Engine(NBClientEngine):
        @classmethod
        def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **options: Any) -> None:
            client = Client(
                nb_man,
                km=options["km"],
                kernel_name=kernel_name,
                startup_timeout=options["start_timeout"],
                timeout=options["execution_timeout"],
            )
            try:
                client.execute()
            finally:
                if client.kc is not None:
                    client.kc.stop_channels()

    papermill_engines.register("kam-warm", Engine)
    return "kam-warm"
