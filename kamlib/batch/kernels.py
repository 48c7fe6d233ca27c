"""Kernels for the batch: this very Python, few threads each, one retry when a start fails."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, local
from typing import Any

from kamlib.batch import warm
from kamlib.reports import notebook_tools

CELL_SECONDS = 1800  # a cell that takes longer is given up
_START_FAULTS = ("Address already in use", "Kernel died before replying")


class KernelStartError(RuntimeError):
    """No kernel could be started; the message is the last it said."""


def cores() -> int:
    """Cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


class Kernels:
    """Starts kernels for notebooks, and can end all of them at once. Made by `kernels`."""

    def __init__(self, folder: Path, workers: int):
        self._folder, self._lock, self._running, self.stopped = folder, Lock(), set(), False
        threads = str(max(1, cores() // workers))
        self._manager = _manager_class(self, folder, _environment(folder, threads))
        self._thread = local()

    def execute(
        self, notebook: Path, output: Path, parameters: Mapping[str, Any], *, keep_for: str = ""
    ) -> Any:
        """Run `notebook` with `parameters`, write it to `output`, return it.

        Notebooks with the same `keep_for` share the kernel of their thread, one after the
        other; without it each has its own.

        Raises
        ------
        papermill.PapermillExecutionError
            If a cell fails; `output` then holds what was reached.
        nbclient.exceptions.DeadKernelError
            If the kernel dies.
        KernelStartError
            If no kernel starts, twice.
        """
        try:
            return self._execute(notebook, output, parameters, keep_for)
        except Exception as error:
            said = str(error)
            if self.stopped or not any(fault in said for fault in _START_FAULTS):
                raise
        try:
            return self._execute(notebook, output, parameters, keep_for)
        except RuntimeError as error:
            if any(fault in str(error) for fault in _START_FAULTS):
                raise KernelStartError(self._last_words()) from error
            raise

    def stop(self) -> None:
        """End every running kernel; the notebooks in them fail at once."""
        self.stopped = True
        with self._lock:
            running = list(self._running)
        for process in running:
            process.kill()

    def started(self, process: subprocess.Popen) -> None:
        """Remember a kernel's process, to be able to end it."""
        with self._lock:
            self._running = {p for p in self._running if p.poll() is None} | {process}
        if self.stopped:
            process.kill()

    def _last_words(self) -> str:
        log = self._folder / "kernels.log"
        lines = log.read_text("utf-8", "replace").split("\n") if log.is_file() else []
        return next((line.strip() for line in reversed(lines) if line.strip()), "")

    def _execute(
        self, notebook: Path, output: Path, parameters: Mapping[str, Any], keep_for: str
    ) -> Any:
        notebook_tools.load()
        import papermill  # noqa: PLC0415  over half a second

        # papermill fills {names} in paths; a folder may have braces in its name.
        source, target = (str(p).replace("{", "{{").replace("}", "}}") for p in (notebook, output))
        with self._kernel(keep_for) as kernel:
            return papermill.execute_notebook(
                source,
                target,
                dict(parameters),
                kernel_name="python3",
                progress_bar=False,
                execution_timeout=CELL_SECONDS,
                # Saved after each cell, a notebook shows how far it got if its kernel
                # dies; for hundreds of short ones that costs more than it is worth.
                request_save_on_cell_execute=not keep_for,
                **kernel,
            )

    @contextmanager
    def _kernel(self, keep_for: str) -> Iterator[dict[str, Any]]:
        """What papermill must know of the kernel: a new one, or this thread's kept one."""
        if not keep_for:
            yield {"kernel_manager_class": self._manager, "shutdown_kernel": "immediate"}
            return
        kept_for, manager = getattr(self._thread, "kept", ("", None))
        if kept_for != keep_for:
            _end(manager)
            manager = self._manager(kernel_name="python3")
        self._thread.kept = ("", None)  # until this notebook has gone well
        try:
            yield {"engine_name": warm.engine_name(), "km": manager}
        except BaseException:
            _end(manager)
            raise
        self._thread.kept = (keep_for, manager)


@contextmanager
def kernels(workers: int) -> Iterator[Kernels]:
    """Kernels for `workers` notebooks at a time, with a folder of their own while it lasts."""
    # What goes wrong in a notebook comes as an exception; its log lines would only repeat it.
    logging.getLogger("papermill").addHandler(logging.NullHandler())
    with tempfile.TemporaryDirectory(prefix="kam-", ignore_cleanup_errors=True) as folder:
        made = Kernels(Path(folder), workers)
        try:
            yield made
        finally:
            made.stop()


def _end(manager: Any) -> None:
    if manager is not None and manager.has_kernel:
        manager.provisioner.process.kill()


def _environment(folder: Path, threads: str) -> dict[str, str]:
    """What a kernel's environment has beside that of this process."""
    limits = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    return dict.fromkeys(limits, threads) | {
        "IPYTHONDIR": str(folder / "ipython"),  # no start-up files or history of the user's
        "MPLBACKEND": "agg",
        "PYTHONUTF8": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }


def _manager_class(owner: Kernels, folder: Path, environment: Mapping[str, str]) -> type:
    from jupyter_client.kernelspec import KernelSpec  # noqa: PLC0415
    from jupyter_client.manager import AsyncKernelManager  # noqa: PLC0415

    # No kernel of that name need be installed, and none that is can get in the way.
    argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec = KernelSpec(
        argv=[*argv, "--HistoryManager.enabled=False"],
        display_name="Python 3",
        language="python",
        env=dict(environment),
    )

    class Manager(AsyncKernelManager):
        kernel_spec = spec

        def __init__(self, **options):
            name = folder / f"{uuid.uuid4().hex[:12]}.json"
            # Local sockets are files: no port to fight for. Their paths must be short.
            local = os.name == "posix" and len(str(name)) < 90
            options |= {"transport": "ipc"} if local else {}
            super().__init__(connection_file=str(name), **options)

        async def _async_launch_kernel(self, kernel_cmd, **options):
            with (folder / "kernels.log").open("ab") as log:
                options |= {"stdout": log, "stderr": log}
                await super()._async_launch_kernel(kernel_cmd, **options)
            owner.started(self.provisioner.process)

    return Manager
