"""An import in a process of its own: pages stay quick, and it goes on when the browser is closed.

Started by `start`; what it is to do comes as JSON on standard input. How far it is stands in the
history (lib/queries/imports.py).
"""

import json
import logging
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from threading import Thread

from lib import database, importing, uploads
from lib.config import ROOT
from lib.domain import LeadsError
from lib.importers import Options
from lib.imports import File

log = logging.getLogger(__name__)


def start(path: Path, file: File, format: str, options: Options, *, by: str) -> Thread:
    """Begin to import a file that was uploaded; the thread ends with the import."""
    task = {
        "path": str(path),
        "file": asdict(file),
        "format": format,
        "options": options.as_json(),
        "by": by,
    }
    thread = Thread(target=_run_to_its_end, args=(json.dumps(task),), daemon=True)
    thread.start()
    return thread


def _run_to_its_end(task: str) -> None:
    command = [sys.executable, "-m", __name__]
    done = subprocess.run(command, input=task, text=True, cwd=ROOT, env=os.environ, check=False)  # noqa: S603
    if done.returncode:
        log.warning("an import ended with status %d", done.returncode)


def main() -> None:
    """Import what standard input names; a file that is imported whole is kept no longer."""
    task = json.load(sys.stdin)
    file = File(**task["file"])
    options = Options.from_json(task["options"])
    engine = database.engine()
    try:
        for _ in importing.run(
            engine, Path(task["path"]), file, task["format"], options, by=task["by"]
        ):
            pass
    except LeadsError as error:
        log.warning("%s", error)  # which the history says to people
    else:
        uploads.forget(file.digest)


if __name__ == "__main__":
    main()
