"""Every read of the screens: a select, and a polars frame of declared schema."""

from collections.abc import Mapping
from typing import Any

import polars as pl
from sqlalchemy import ColumnElement, Connection, Select, String, type_coerce

Schema = Mapping[str, pl.DataType | type[pl.DataType]]
AnySelect = Select[*tuple[Any, ...]]
UTC_TIME = pl.Datetime("us", "UTC")


def frame(connection: Connection, query: AnySelect, schema: Schema) -> pl.DataFrame:
    """The rows of a query; an empty one has every column and type too."""
    rows = [tuple(row) for row in connection.execute(query)]
    return pl.DataFrame(rows, schema=schema, orient="row")


def word(column: ColumnElement[Any]) -> ColumnElement[str]:
    """A column of words (a temperature, a status) as plain text, which is what frames hold."""
    return type_coerce(column, String)
