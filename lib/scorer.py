"""Whatever waits for a score: embed what is new in it, score it, find its contact, write its lead.

What waits is a query: conversations in which more was said than their score has seen (`_unscored`),
and then scores made with another set than the published one (`rescoring.outdated`). So a crash
loses nothing and running twice changes nothing.
"""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, select

from embeddings.encoder import Encoder, SentenceEncoder, UnusableModel, model_identity
from embeddings.exemplars import ExemplarSet
from embeddings.utterances import texts_of
from lib import contacts, database, dialogues, exemplars, rescoring, results, vectors
from lib.assessment import assess, said
from lib.capture import capture
from lib.config import Settings
from lib.dialogues import Dialogue
from lib.domain import Contact
from lib.schema import UNSCORED, conversations

AT_ONCE = 512  # conversations of one step: enough texts of each length to fill the model's batches

log = logging.getLogger(__name__)


class Scorer:
    """Scores for one database: keeps the model and the published set between steps."""

    def __init__(self, engine: Engine, settings: Settings, encoder: Encoder | None = None) -> None:
        self.engine = engine
        self.settings = settings
        self.encoder = encoder or SentenceEncoder(settings.model)
        self.model = model_identity(settings.model)
        self._ready: tuple[int, ExemplarSet] | None = None

    def score_some(self, *, now: datetime | None = None) -> int:
        """Score up to AT_ONCE conversations that wait; how many were tried, 0 when none waits.

        One that cannot be scored counts a failure and stays behind; it never stops the others.
        Raises UnusableModel where the model cannot be loaded.
        """
        now = now or datetime.now(UTC)
        set_id = self._published(now)
        with database.reading(self.engine) as connection:
            waiting = _unscored(connection)
        return (
            self._score_these(waiting, set_id, now) if waiting else self._rescore_some(set_id, now)
        )

    def _score_these(self, ids: Sequence[int], set_id: int, now: datetime) -> int:
        with database.reading(self.engine) as connection:
            read = dialogues.read(connection, ids)
        self._score(read, set_id, self._exemplars(set_id), now)
        return len(read)

    def _rescore_some(self, set_id: int, now: datetime) -> int:
        """Make scores of older sets again, from the texts only where that is the only way."""
        with database.reading(self.engine) as connection:
            remembered = rescoring.outdated(connection, set_id)
        if not remembered:
            return 0
        using = self._exemplars(set_id)
        try:
            with database.reading(self.engine) as connection:
                rescored, rest = rescoring.again(connection, self.model, remembered, using)
        except (ValueError, KeyError):
            log.exception("%d scores could not be made again together", len(remembered))
            rescored, rest = [], [each.id for each in remembered]
        with database.writing(self.engine) as connection:
            rescoring.write(connection, rescored, self.settings.rules, set_id=set_id, now=now)
        if rest:
            self._score_these(rest, set_id, now)
        return len(remembered)

    def _published(self, now: datetime) -> int:
        with database.reading(self.engine) as connection:
            found = exemplars.published(connection)
        if found and found.model == self.model:
            return found.id
        with database.writing(self.engine) as connection:
            return exemplars.ensure_published(connection, self.model, now=now)

    def _exemplars(self, set_id: int) -> ExemplarSet:
        """The set with its vectors, which are stored the first time that it is used."""
        if self._ready is None or self._ready[0] != set_id:
            with database.reading(self.engine) as connection:
                stored = exemplars.load(connection, set_id)
                known = vectors.stored(connection, self.model, stored.texts)
            made = vectors.encode(self.encoder, stored.texts, but=known)
            with database.writing(self.engine) as connection:
                vectors.store(connection, self.model, made)
            self._ready = (set_id, stored.ready(known | made))
        return self._ready[1]

    def _score(
        self, read: Sequence[Dialogue], set_id: int, using: ExemplarSet, now: datetime
    ) -> None:
        try:
            derived, made = self._derive(read, using)
        except UnusableModel:
            raise
        except Exception as error:  # whatever is wrong with one conversation, the others go on
            if len(read) == 1:
                self._set_back(read[0], error)
                return
            log.exception("%d conversations could not be scored together", len(read))
            for each in read:
                self._score([each], set_id, using, now)
            return
        with database.writing(self.engine) as connection:
            vectors.store(connection, self.model, made)
            written = results.write(connection, derived, set_id=set_id, now=now)
            capture(connection, written, self.settings.rules, now=now)

    def _derive(
        self, read: Sequence[Dialogue], using: ExemplarSet
    ) -> tuple[list[results.Derived], vectors.ByText]:
        """Score and contact of each, and the vectors that were new; no transaction is open."""
        heard = said([each.conversation for each in read])
        texts = texts_of(heard)
        with database.reading(self.engine) as connection:
            known = vectors.stored(connection, self.model, texts)
        made = vectors.encode(self.encoder, texts, but=known)
        assessments = assess(heard, known | made, using)
        return [
            results.Derived(
                each.id,
                each.revision,
                assessment,
                self._contact(each),
                vectors.digests_of(text for one in quotes for text in (one.text, one.in_context)),
            )
            for each, quotes, assessment in zip(read, heard, assessments, strict=True)
        ], made

    def _contact(self, dialogue: Dialogue) -> Contact:
        chat = dialogue.conversation
        return contacts.extract(chat.messages, chat.visitor, region=self.settings.region)

    def _set_back(self, dialogue: Dialogue, error: Exception) -> None:
        log.error("conversation %d could not be scored: %s", dialogue.id, type(error).__name__)
        with database.writing(self.engine) as connection:
            results.count_failure(connection, dialogue.id, f"{type(error).__name__}: {error}")


def _unscored(connection: Connection) -> Sequence[int]:
    """Ids of conversations in which something new was said, the oldest first."""
    query = (
        select(conversations.c.id)
        .where(UNSCORED)
        .order_by(conversations.c.started_at, conversations.c.id)
        .limit(AT_ONCE)
    )
    return connection.scalars(query).all()
