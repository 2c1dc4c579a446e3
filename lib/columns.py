"""Column types that mean the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from enum import StrEnum

import numpy as np
import numpy.typing as npt
from sqlalchemy import (
    BigInteger,
    DateTime,
    Dialect,
    Enum,
    Integer,
    LargeBinary,
    String,
    TypeDecorator,
)


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
