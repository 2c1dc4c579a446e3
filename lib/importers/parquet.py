"""Parquet files: a message a row under the names of a CSV, or a conversation a row as in JSON."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any, BinaryIO

from lib.domain import Conversation, Refused, UnusableFile
from lib.importers import openai, payload
from lib.importers.fields import Invalid
from lib.importers.files import sample
from lib.importers.gathered import gathered
from lib.importers.options import Options
from lib.importers.rows import table_of
from lib.importers.xlsx import rows_as_pieces, text_of

BEGINS = b"PAR1"
AT_ONCE = 2_000  # rows
LEAST_BYTES = 0.01  # of a row; a footer that tells of more rows lies
DAMAGED = "The Parquet file is damaged. Write it again, or convert it to JSON Lines or CSV."
LARGEST_GROUP = 1 << 30  # bytes of a row group, which is read whole


def recognises(file: BinaryIO) -> bool:
    """Whether it begins as Parquet does."""
    return sample(file).startswith(BEGINS)


def read(file: BinaryIO, options: Options) -> Iterator[Conversation | Refused]:
    """Conversations; rows that cannot be one as refusals, with the number of the row from 1.

    Raises UnusableFile for a file that is damaged or has no columns that are known.
    """
    import pyarrow as pa
    from pyarrow import parquet

    try:
        opened = parquet.ParquetFile(file)
        names = _checked(opened)
        rows = _rows(opened)
        if {"messages", "conversations"} & set(names):
            yield from _whole(rows, options)
        else:
            table = table_of(names, options.columns, ",".join(names))
            cells = ((n, [text_of(row[name]) for name in names]) for n, row in enumerate(rows, 1))
            yield from gathered(rows_as_pieces(cells, table, options))
    except (pa.ArrowException, OSError, OverflowError, ValueError, MemoryError) as error:
        raise UnusableFile(DAMAGED) from error


def first_rows(file: BinaryIO, count: int) -> list[list[str]]:
    """The names of the columns and the first rows. Raises UnusableFile."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        opened = parquet.ParquetFile(file)
        names = _checked(opened)
        first = islice(_rows(opened), count)
        found = [[text_of(row[name]) for name in names] for row in first]
    except (pa.ArrowException, OSError, OverflowError, ValueError, MemoryError) as error:
        raise UnusableFile(DAMAGED) from error
    return [names, *found]


def _checked(opened: Any) -> list[str]:  # noqa: ANN401 pyarrow has no types
    """The names of the columns, once what the footer tells can be true."""
    told = opened.metadata
    groups = [told.row_group(at) for at in range(told.num_row_groups)]
    if told.num_rows < 0 or sum(group.num_rows for group in groups) != told.num_rows:
        raise UnusableFile(DAMAGED)
    if any(group.total_byte_size > LARGEST_GROUP for group in groups):
        raise UnusableFile("A row group is larger than 1 GiB. Write the file in smaller ones.")
    return [str(name) for name in opened.schema_arrow.names]


def _rows(opened: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 pyarrow has no types
    for batch in opened.iter_batches(batch_size=AT_ONCE):
        yield from batch.to_pylist()


def _whole(rows: Iterator[dict[str, Any]], options: Options) -> Iterator[Conversation | Refused]:
    """A row as a conversation, in our own form or in OpenAI's."""
    for number, row in enumerate(rows, 1):
        value = {name: _json(each) for name, each in row.items() if each is not None}
        try:
            yield _conversation(value, options)
        except Invalid as error:
            yield error.refused(number, json.dumps(value, default=str))


def _conversation(value: Mapping[str, Any], options: Options) -> Conversation:
    said = value.get("messages")
    first = said[0] if isinstance(said, list) and said and isinstance(said[0], dict) else {}
    read = openai.parse if "conversations" in value or "content" in first else payload.parse
    return read(value, source=options.source, default=options.default, zone=options.zone)


def _json(value: object) -> object:
    """A value as JSON would have it: times as text, fields of a struct that are null left out."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, list):
        return [_json(each) for each in value]
    if isinstance(value, dict):
        return {name: _json(each) for name, each in value.items() if each is not None}
    return value
