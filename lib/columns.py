"""Column types, and a function of dates, that mean the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import (
    BigInteger,
    Date,
    DateTime,
    Dialect,
    Enum,
    Integer,
    LargeBinary,
    String,
    TypeDecorator,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC on both databases; SQLite alone would forget the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a time without a zone: what it means was never decided."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment back with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Vector(TypeDecorator[npt.NDArray[np.float16]]):
    """One embedding, shape (dimensions,), as little-endian float16: 2 bytes a dimension."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(
        self, value: npt.NDArray[np.floating] | None, dialect: Dialect
    ) -> bytes | None:
        """Round to float16, which the encoder already did."""
        return None if value is None else value.astype("<f2").tobytes()

    def process_result_value(
        self, value: bytes | None, dialect: Dialect
    ) -> npt.NDArray[np.float16] | None:
        """Give the vector back as it was stored."""
        return None if value is None else np.frombuffer(value, "<f2")


def words(of: type[StrEnum], name: str | None = None) -> Enum:
    """A column that holds one of the words and nothing else, with a CHECK constraint to say so."""
    return Enum(
        of,
        name=name or of.__name__.lower(),
        native_enum=False,
        create_constraint=True,
        values_callable=lambda enum: [member.value for member in enum],
        length=20,
    )


Id = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts up only INTEGER keys
Word = String(collation="C").with_variant(String(), "sqlite")  # by byte: a prefix is a range


class local_day(GenericFunction[Any]):
    """The date of a moment, so many minutes ahead of UTC."""

    type = Date()
    inherit_cache = True


@compiles(local_day, "sqlite")
def _local_day_on_sqlite(element: local_day, compiler: SQLCompiler, **options: object) -> str:
    moment, minutes = (compiler.process(each, **options) for each in element.clauses)
    return f"date({moment}, {minutes} || ' minutes')"


@compiles(local_day, "postgresql")
def _local_day_on_postgresql(element: local_day, compiler: SQLCompiler, **options: object) -> str:
    moment, minutes = (compiler.process(each, **options) for each in element.clauses)
    return f"(({moment} AT TIME ZONE 'UTC') + make_interval(mins => {minutes}))::date"
