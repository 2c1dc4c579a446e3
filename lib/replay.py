"""A stored score made again, from stored vectors and the very set it was made with.

No model is needed: what was encoded once is on disk.
"""

import numpy as np
from sqlalchemy import Connection, select

from embeddings.exemplars import ExemplarSet
from embeddings.scoring import Assessment, assess
from embeddings.utterances import Turn, texts_of, utterances
from embeddings.whatif import Heard
from lib import dialogues, exemplars, vectors
from lib.domain import NotFound
from lib.schema import scores


def replay(connection: Connection, conversation_id: int) -> Assessment | None:
    """What was found out about the conversation, bit for bit; None where the visitor said nothing.

    Raises NotFound where it has no score, or its vectors are gone.
    """
    query = select(scores.c.exemplar_set_id).where(scores.c.conversation_id == conversation_id)
    set_id = connection.execute(query).scalar_one_or_none()
    if set_id is None:
        raise NotFound("This conversation has no score yet. The worker makes it in a moment.")
    using = with_vectors(connection, set_id)
    heard = hear(connection, conversation_id, exemplars.load(connection, set_id).model)
    return assess([heard.said], heard.rows, heard.vectors, using)[0]


def with_vectors(connection: Connection, set_id: int) -> ExemplarSet:
    """A set ready to score with. Raises NotFound where one of its sentences has no vector yet."""
    stored = exemplars.load(connection, set_id)
    known = vectors.stored(connection, stored.model, stored.texts)
    if len(known) < len(set(stored.texts)):
        raise NotFound("Some exemplars were not read by the worker yet. Try again in a moment.")
    return stored.ready(known)


def hear(connection: Connection, conversation_id: int, model: str) -> Heard:
    """What the visitor said, with its stored vectors. Raises NotFound where one is missing."""
    found = dialogues.read(connection, [conversation_id])
    if not found:
        raise NotFound("This conversation is no longer there.")
    messages = found[0].conversation.messages
    said = utterances([Turn(message.role, message.text) for message in messages])
    texts = texts_of([said])
    known = vectors.stored(connection, model, texts)
    if len(known) < len(texts):
        raise NotFound("More was said than the worker has read yet. Try again in a moment.")
    matrix = np.array([known[text] for text in texts], dtype=np.float32)
    return Heard(said, {text: row for row, text in enumerate(texts)}, matrix)
