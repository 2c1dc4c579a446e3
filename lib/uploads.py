"""Files that people drag onto a page, kept on disk until they are imported."""

import shutil
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO

from lib.config import ROOT

FOLDER = ROOT / "data" / "uploads"
KEPT = 7 * 86_400  # seconds that a file waits for somebody to go on with it
BLOCK = 1 << 20


def keep(content: BinaryIO, folder: Path = FOLDER) -> Path:
    """Write an uploaded file to disk, under what is in it and not under its name."""
    folder.mkdir(parents=True, exist_ok=True)
    _forget_old(folder)
    digest = sha256()
    with NamedTemporaryFile(dir=folder, prefix="part-", delete=False) as written:
        content.seek(0)
        while block := content.read(BLOCK):
            digest.update(block)
            written.write(block)
    path = folder / digest.hexdigest()
    shutil.move(written.name, path)
    return path


def find(digest: str, folder: Path = FOLDER) -> Path | None:
    """The file with this content (SHA-256), if it is still kept."""
    path = folder / digest
    return path if path.is_file() else None


def forget(digest: str, folder: Path = FOLDER) -> None:
    """Remove a file that is imported."""
    with suppress(OSError):
        (folder / digest).unlink(missing_ok=True)


def _forget_old(folder: Path) -> None:
    for path in folder.iterdir():
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > KEPT:
                path.unlink(missing_ok=True)
