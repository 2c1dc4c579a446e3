"""Zip archives as exports come in them: what is inside, and whether it is safe to unpack."""

import zlib
from collections.abc import Sequence
from contextlib import closing
from pathlib import PurePosixPath
from typing import BinaryIO, cast
from zipfile import BadZipFile, ZipFile, ZipInfo

from lib.domain import UnusableFile

ZIP = b"PK\x03\x04"
TEXTS = frozenset((".txt", ".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".log"))
LARGEST = 8 << 30  # bytes unpacked
MOST_MEMBERS = 200_000
BOMB = 200  # times that a member may grow, where it grows to more than
SMALL = 64 << 20


def names(file: BinaryIO) -> list[str]:
    """The names of the files in it; none where it is no zip archive. Raises UnusableFile."""
    file.seek(0)
    is_zip = file.read(len(ZIP)) == ZIP
    file.seek(0)
    return [each.filename for each in members(file)] if is_zip else []


def members(file: BinaryIO) -> list[ZipInfo]:
    """The files in the archive. Raises UnusableFile for one that is damaged, locked or a bomb."""
    try:
        with closing(ZipFile(file)) as archive:
            found = [each for each in archive.infolist() if not each.is_dir()]
    except (BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise UnusableFile("The zip archive is damaged. Get it again.") from error
    if any(each.flag_bits & 1 for each in found):
        raise UnusableFile("The zip archive is locked by a password. Unpack it first.")
    if len(found) > MOST_MEMBERS or sum(each.file_size for each in found) > LARGEST:
        raise UnusableFile("The zip archive holds more than can be unpacked here.")
    for each in found:
        if each.file_size > max(SMALL, BOMB * each.compress_size):
            raise UnusableFile("The zip archive grows beyond measure when it is unpacked.")
    return found


def only_text(found: Sequence[ZipInfo]) -> ZipInfo:
    """The one file of text among pictures and sounds. Raises UnusableFile."""
    texts = [each for each in found if _is_text(each)]
    chats = [each for each in texts if PurePosixPath(each.filename).name == "_chat.txt"]
    if len(chats or texts) == 1:
        return (chats or texts)[0]
    if not texts:
        raise UnusableFile("The zip archive holds no text file, export or workbook.")
    raise UnusableFile(
        f"The zip archive holds {len(texts)} text files. Unpack it and import them one by one."
    )


def opened_member(file: BinaryIO, member: ZipInfo) -> BinaryIO:
    """What is in one file of the archive, unpacked while it is read."""
    return cast(BinaryIO, ZipFile(file).open(member))


def content(archive: ZipFile, name: str) -> bytes:
    """All of one file. Raises UnusableFile where it is damaged."""
    try:
        return archive.read(name)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise UnusableFile(f"{name} is damaged in the zip archive.") from error


def _is_text(member: ZipInfo) -> bool:
    path = PurePosixPath(member.filename)
    return path.suffix.lower() in TEXTS and path.parts[0] != "__MACOSX"
