"""Files as they come: gzip, byte order marks, and what is no text at all."""

import codecs
import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast
from zipfile import BadZipFile

from lib.domain import UnusableFile
from lib.importers import zips

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

SAMPLE = 1 << 16
GZIP = b"\x1f\x8b"

# What a file is that begins so, and what to do about it.
BINARY = {
    b"PK\x03\x04": "a zip archive within another: unpack it",
    b"PK\x05\x06": "an empty zip archive",
    b"PAR1": "Parquet: leave it to Leads to tell the format",
    b"SQLite format 3\0": "an SQLite database: export the conversations as JSON Lines or CSV",
    b"%PDF": "a PDF document: export the conversations as JSON Lines or CSV",
    b"\x89PNG": "a picture: export the conversations as JSON Lines or CSV",
    b"\xff\xd8\xff": "a picture: export the conversations as JSON Lines or CSV",
    b"MZ": "a program: export the conversations as JSON Lines or CSV",
    b"\x7fELF": "a program: export the conversations as JSON Lines or CSV",
    b"BZh": "packed with bzip2: unpack it, or pack it with gzip",
    b"\xfd7zXZ": "packed with xz: unpack it, or pack it with gzip",
    b"\x28\xb5\x2f\xfd": "packed with zstd: unpack it, or pack it with gzip",
    b"7z\xbc\xaf": "a 7z archive: unpack it",
    b"\x93NUMPY": "a NumPy array: export the conversations as JSON Lines or CSV",
    b"\xd0\xcf\x11\xe0": "an old Office document: save the sheet as CSV",
}
NOT_TEXT = "no text: export the conversations as JSON Lines or CSV"


@contextmanager
def opened(path: Path, on_read: Callable[[int], object] | None = None) -> Iterator[BinaryIO]:
    """The file's text as bytes: unpacked, in UTF-8 where it was UTF-16, without a mark.

    `on_read` is told how many bytes of the file as it lies on disk have been read so far.
    Raises UnusableFile, also while it is read, for what cannot be read or is no text.
    """
    try:
        with _Counting(path, on_read) as raw, _unpacked(io.BufferedReader(raw, SAMPLE)) as plain:
            yield _in_utf_8(plain, path)
    except (gzip.BadGzipFile, BadZipFile, EOFError, NotImplementedError, zlib.error) as error:
        raise UnusableFile(
            f"{path} is damaged: it breaks off, or is wrong inside. Get it again."
        ) from error
    except OSError as error:
        raise UnusableFile(f"{path} cannot be read: {error.strerror or error}.") from error


@contextmanager
def opened_as_it_is(
    path: Path, on_read: Callable[[int], object] | None = None
) -> Iterator[BinaryIO]:
    """The file's bytes, for a format that unpacks them itself; it can be sought in.

    Raises UnusableFile for what cannot be read.
    """
    try:
        with _Counting(path, on_read) as raw:
            yield io.BufferedReader(raw, SAMPLE)
    except OSError as error:
        raise UnusableFile(f"{path} cannot be read: {error.strerror or error}.") from error


def sample(file: BinaryIO) -> bytes:
    """The first bytes, which stay to be read."""
    return cast(io.BufferedReader, file).peek(SAMPLE)[:SAMPLE]


class _Counting(io.FileIO):
    """A file that tells how much of it has been read."""

    def __init__(self, path: Path, on_read: Callable[[int], object] | None) -> None:
        if "\0" in str(path):
            raise OSError("its name holds a NUL")
        super().__init__(path)
        self._on_read = on_read
        self._so_far = 0

    def readinto(self, buffer: "WriteableBuffer", /) -> int | None:
        count = super().readinto(buffer)
        self._so_far += count or 0
        if self._on_read:
            self._on_read(self._so_far)
        return count


class _Gzip(gzip.GzipFile):
    """Gives what it has before it says that the rest is damaged."""

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        return self.readinto1(buffer)


class _Recoded(io.RawIOBase):
    """UTF-16 read as UTF-8; halves of characters become U+FFFD."""

    def __init__(self, file: BinaryIO, encoding: str) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        view = memoryview(buffer).cast("B")
        while not self._ready:
            block = self._file.read(SAMPLE)
            self._ready = self._decoder.decode(block, final=not block).encode("utf-8", "replace")
            if not block:
                break
        count = min(len(view), len(self._ready))
        view[:count], self._ready = self._ready[:count], self._ready[count:]
        return count


def _unpacked(file: io.BufferedReader) -> BinaryIO:
    if file.peek(4).startswith(zips.ZIP):
        member = zips.only_text(zips.members(file))
        return io.BufferedReader(cast(io.RawIOBase, zips.opened_member(file, member)), SAMPLE)
    if not file.peek(2).startswith(GZIP):
        return file
    return io.BufferedReader(cast(io.RawIOBase, _Gzip(fileobj=file)), SAMPLE)


def _in_utf_8(file: BinaryIO, path: Path) -> BinaryIO:
    first = sample(file)
    if not first:
        raise UnusableFile(f"{path} is empty.")
    for mark, kind in BINARY.items():
        if first.startswith(mark):
            raise UnusableFile(f"{path} is {kind}.")
    if first.startswith(codecs.BOM_UTF8):
        file.read(len(codecs.BOM_UTF8))
    elif encoding := _utf_16(first):
        recoded = io.BufferedReader(_Recoded(file, encoding), SAMPLE)
        if sample(recoded).startswith(codecs.BOM_UTF8):
            recoded.read(len(codecs.BOM_UTF8))
        return recoded
    elif b"\0" in first:
        raise UnusableFile(f"{path} is {NOT_TEXT}.")
    return file


def _utf_16(first: bytes) -> str | None:
    """Which UTF-16 this is, by its mark or by the empty halves of plain letters, if it is."""
    if first.startswith(codecs.BOM_UTF16_LE) or (first[0] and not any(first[1:20:2])):
        return "utf-16-le" if len(first) > 1 else None
    if first.startswith(codecs.BOM_UTF16_BE) or (first[1:2] != b"\0" and not any(first[:20:2])):
        return "utf-16-be" if len(first) > 1 else None
    return None
