"""Sentences and sets with their vectors: those that were never encoded are encoded now."""

from collections.abc import Callable, Sequence

from sqlalchemy import Engine

from embeddings.encoder import Encoder, SentenceEncoder, model_identity
from embeddings.exemplars import ExemplarSet
from lib import database, vectors
from lib.config import Settings
from lib.domain import LeadsError
from lib.exemplars import StoredSet


class OtherModel(LeadsError):
    """A set is for a model that this installation does not use."""


def encoder_of(settings: Settings) -> Encoder:
    """The installation's encoder; the model itself is loaded when it first encodes."""
    return SentenceEncoder(settings.model)


def ready(
    engine: Engine, settings: Settings, stored: StoredSet, encoder: Callable[[], Encoder]
) -> ExemplarSet:
    """The set to score with. Raises OtherModel, and UnusableModel where one is needed and missing.

    `encoder` is called only where a sentence has no vector yet; what it makes is stored.
    """
    if stored.model != model_identity(settings.model):
        raise OtherModel(
            "This exemplar set was made for another model than LEADS_MODEL names now. "
            "Wait for the worker to publish it for this model, then reload the page."
        )
    return stored.ready(of_texts(engine, stored.model, stored.texts, encoder))


def of_texts(
    engine: Engine, model: str, texts: Sequence[str], encoder: Callable[[], Encoder]
) -> vectors.ByText:
    """The vectors of texts, by text."""
    with database.reading(engine) as connection:
        known = vectors.stored(connection, model, texts)
    if not (missing := [text for text in dict.fromkeys(texts) if text not in known]):
        return known
    made = vectors.encode(encoder(), missing)
    with database.writing(engine) as connection:
        vectors.store(connection, model, made)
    return known | made
