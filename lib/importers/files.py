"""A file as bytes, lines and encoding: unpacked, and refused where it cannot hold conversations."""

import codecs
import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, cast

from lib.domain import UnusableFile

CHUNK = 1 << 20
SAMPLE = 1 << 16  # bytes that are looked at to tell what a file is
LONGEST_LINE = 32 << 20
GZIP = b"\x1f\x8b"
BOMS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}

# What a file begins with that is something else, and what to do about it.
MAGIC = {
    b"PK\x03\x04": "a zip archive or an Excel file; unpack it, or save the sheet as CSV",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"MZ": "a program",
    b"\x7fELF": "a program",
    b"%PDF": "a PDF",
    b"PAR1": "a Parquet file; write it as CSV or JSON lines",
    b"ARROW1": "an Arrow file; write it as CSV or JSON lines",
    b"SQLite format 3\0": "a SQLite database; export its messages as CSV",
    b"\xd0\xcf\x11\xe0": "an old Excel or Word file; save it as CSV",
    b"BZh": "packed with bzip2; unpack it first",
    b"\xfd7zXZ": "packed with xz; unpack it first",
    b"\x28\xb5\x2f\xfd": "packed with zstd; unpack it first",
    b"7z\xbc\xaf": "a 7z archive; unpack it first",
    b"Rar!": "a rar archive; unpack it first",
}
INSTEAD = "give CSV or JSON lines"


@dataclass(frozen=True, slots=True)
class ChatFile:
    """A file that holds text, as far as its beginning tells."""

    path: Path
    sample: bytes
    encoding: str  # of UTF-16, else "utf-8", which single lines may fail to be

    @property
    def stem(self) -> str:
        """Its name without endings, which serves as a source's name."""
        name = self.path.name.removesuffix(".gz").rsplit(".", 1)[0]
        printable = "".join(
            c if c.isprintable() else "_" for c in name.encode("utf-8", "replace").decode()
        )
        return printable.strip()[:100] or "import"

    @property
    def modified_at(self) -> datetime:
        """When it was written last: the time of what was said, where nothing else is known."""
        written = datetime.fromtimestamp(max(self.path.stat().st_mtime, 0), UTC)
        return min(written, datetime.now(UTC))

    def lines(self) -> Iterator[tuple[int, bytes]]:
        """Each line with its number from 1, its end taken off; UTF-16 as UTF-8.

        A line beyond LONGEST_LINE comes cut to that length. Raises UnusableFile where the file
        turns out to be damaged.
        """
        end = b"\r" if b"\n" not in self.sample and b"\r" in self.sample else b"\n"
        return enumerate(_split(self._text(), end), start=1)

    def whole(self) -> bytes | None:
        """All of it; None where that is more than LONGEST_LINE."""
        found = bytearray()
        for chunk in self._text():
            found += chunk
            if len(found) > LONGEST_LINE:
                return None
        return bytes(found)

    def _text(self) -> Iterator[bytes]:
        if self.encoding == "utf-8":
            yield from _without_bom(_chunks(self.path))
            return
        decoder = codecs.getincrementaldecoder(self.encoding)("replace")
        for chunk in _chunks(self.path):
            yield decoder.decode(chunk).replace("\ufeff", "").encode("utf-8", "replace")
        yield decoder.decode(b"", True).encode("utf-8", "replace")


def open_chats(path: Path) -> ChatFile:
    """Look at the beginning of a file. Raise UnusableFile where it can hold no conversations."""
    if not path.exists():
        raise UnusableFile(f"{path}: there is no such file; check the name.")
    if not path.is_file():
        raise UnusableFile(f"{path}: is not a file; name the files in it one by one.")
    sample = _sample(path)
    for beginning, what in MAGIC.items():
        if sample.startswith(beginning):
            raise UnusableFile(f"{path}: is {what if ';' in what else f'{what}; {INSTEAD}'}.")
    encoding = _encoding(sample)
    if not sample.removeprefix(codecs.BOM_UTF8).strip():
        raise UnusableFile(f"{path}: is empty; {INSTEAD}.")
    if encoding == "utf-8" and b"\0" in sample.replace(b"\\u0000", b""):
        raise UnusableFile(f"{path}: is not text; {INSTEAD}.")
    return ChatFile(path, sample, encoding)


def _sample(path: Path) -> bytes:
    found = b""
    for chunk in _chunks(path):
        found += chunk
        if len(found) >= SAMPLE:
            break
    return found[:SAMPLE]


def _encoding(sample: bytes) -> str:
    if sample[:2] in BOMS:
        return BOMS[sample[:2]]
    # Text in Latin letters without the mark that should begin it: every second byte is NUL.
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(sample) >= 4 and not any(sample[first:200:2]):
            return encoding
    return "utf-8"


def _chunks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            packed = file.read(2) == GZIP
            file.seek(0)
            stream = cast("BinaryIO", gzip.GzipFile(fileobj=file)) if packed else file
            while chunk := stream.read(CHUNK):
                yield chunk
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise UnusableFile(f"{path}: is damaged or was cut short; fetch it again.") from error
    except OSError as error:
        reason = error.strerror or "cannot be read"
        raise UnusableFile(f"{path}: {reason.lower()}; check that you may read it.") from error


def _without_bom(chunks: Iterator[bytes]) -> Iterator[bytes]:
    yield next(chunks, b"").removeprefix(codecs.BOM_UTF8)
    yield from chunks


def _split(chunks: Iterator[bytes], end: bytes) -> Iterator[bytes]:
    """The lines of it all; of one beyond LONGEST_LINE its beginning, and one byte more."""
    begun = bytearray()
    for chunk in chunks:
        first, *others = chunk.split(end)
        begun += first[: LONGEST_LINE + 1 - len(begun)]
        for line in others:
            yield bytes(begun).removesuffix(b"\r")
            begun = bytearray(line[: LONGEST_LINE + 1])
    if begun:
        yield bytes(begun).removesuffix(b"\r")
