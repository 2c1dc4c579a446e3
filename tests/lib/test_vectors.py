"""Each distinct text is encoded once for a model, and comes back as it was encoded."""

import numpy as np
from sqlalchemy import Connection

from lib import vectors
from tests.fakes import WordEncoder


def test_what_was_stored_comes_back_bit_for_bit(
    connection: Connection, encoder: WordEncoder
) -> None:
    made = vectors.encode(encoder, ["hello", "ça va?", "🙂"])
    vectors.store(connection, "model", made)
    found = vectors.stored(connection, "model", ["🙂", "hello", "ça va?", "never seen"])
    assert found.keys() == made.keys()
    for text, vector in found.items():
        assert np.array_equal(vector.astype(np.float32), made[text])


def test_another_models_vectors_are_not_taken_for_ones_own(
    connection: Connection, encoder: WordEncoder
) -> None:
    vectors.store(connection, "one", vectors.encode(encoder, ["hello"]))
    assert vectors.stored(connection, "other", ["hello"]) == {}


def test_storing_a_vector_again_changes_nothing(
    connection: Connection, encoder: WordEncoder
) -> None:
    made = vectors.encode(encoder, ["hello"])
    vectors.store(connection, "model", made)
    vectors.store(connection, "model", {"hello": -made["hello"]})
    assert np.array_equal(vectors.stored(connection, "model", ["hello"])["hello"], made["hello"])


def test_known_texts_are_not_encoded_again(encoder: WordEncoder) -> None:
    vectors.encode(encoder, ["old", "new"], but={"old"})
    assert encoder.encoded == ["new"]
    vectors.encode(encoder, ["old"], but={"old"})
    assert encoder.encoded == ["new"]


def test_more_texts_than_a_statement_takes_are_found(
    connection: Connection, encoder: WordEncoder
) -> None:
    made = vectors.encode(encoder, [f"text {number}" for number in range(100)])
    vectors.store(connection, "model", made)
    asked = [f"text {number}" for number in range(12_000)]
    assert vectors.stored(connection, "model", asked).keys() == made.keys()
