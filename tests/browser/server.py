"""The app as it is served: a process of its own on a free port of this machine."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.error import URLError
from urllib.request import urlopen

from lib.config import ROOT


@contextmanager
def served(database_url: str) -> Iterator[str]:
    """The address of the app on that database, without a worker, until the block ends."""
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    environment = os.environ | {"DATABASE_URL": database_url, "LEADS_WORKER": "false"}
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/_stcore/health", process)
        yield address
    finally:
        process.terminate()
        process.wait(30)


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str, process: subprocess.Popen[bytes], seconds: float = 90) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the app ended with status {process.returncode} before it answered")
        try:
            urlopen(address, timeout=2).close()  # noqa: S310 our own address
        except (URLError, OSError):
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(f"{address} did not answer")
