"""Conversations are stored once, in whatever order and however often they arrive."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from threading import Thread
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, delete, func, select

from lib import database, ingest
from lib.domain import Conversation, Message, Role, Visitor
from lib.ingest import Recorded
from lib.schema import conversations, messages
from tests.rows import NOW


def chat(session_id: str, *texts: str, **changes: Any) -> Conversation:
    said = [
        Message(Role.VISITOR, text, NOW + timedelta(minutes=minute), id=f"m{minute}")
        for minute, text in enumerate(texts)
    ]
    return replace(Conversation("website", session_id, said), **changes)


def texts(connection: Connection) -> list[str]:
    order = (messages.c.conversation_id, messages.c.sent_at, messages.c.position, messages.c.id)
    return list(connection.scalars(select(messages.c.text).order_by(*order)))


def stored(connection: Connection) -> list[tuple[object, ...]]:
    """All that was said, independent of when it arrived."""
    c, m = conversations.c, messages.c
    query = (
        select(c.source, c.session_id, c.started_at, c.last_active_at, m.key, m.text, m.sent_at)
        .join(messages)
        .order_by(c.source, c.session_id, m.key)
    )
    return [tuple(row) for row in connection.execute(query)]


def test_a_conversation_is_stored_with_its_messages(connection: Connection, now: datetime) -> None:
    assert ingest.record(connection, [chat("a", "Hi", "How much is it?")], now=now) == Recorded(
        stored=1, messages=2
    )
    assert texts(connection) == ["Hi", "How much is it?"]


def test_the_same_conversation_again_changes_nothing(connection: Connection, now: datetime) -> None:
    ingest.record(connection, [chat("a", "Hi")], now=now)
    before = connection.execute(select(conversations)).all()
    later = now + timedelta(days=1)
    assert ingest.record(connection, [chat("a", "Hi")], now=later) == Recorded(unchanged=1)
    assert connection.execute(select(conversations)).all() == before


def test_messages_without_id_or_time_are_stored_once_too(
    connection: Connection, now: datetime
) -> None:
    bare = Conversation("file", "a", [Message(Role.VISITOR, "ok"), Message(Role.VISITOR, "ok")])
    assert ingest.record(connection, [bare], now=now).messages == 2
    later = now + timedelta(days=1)
    assert ingest.record(connection, [bare], now=later) == Recorded(unchanged=1)


def test_messages_without_a_time_keep_their_order(connection: Connection, now: datetime) -> None:
    said = [Message(Role.VISITOR, text) for text in ("one", "two", "three")]
    ingest.record(connection, [Conversation("file", "a", said)], now=now)
    assert texts(connection) == ["one", "two", "three"]


def test_a_conversation_that_grew_gets_only_what_is_new(
    connection: Connection, now: datetime
) -> None:
    ingest.record(connection, [chat("a", "Hi")], now=now)
    grown = ingest.record(connection, [chat("a", "Hi", "I want it")], now=now)
    assert grown == Recorded(stored=1, messages=1)
    assert texts(connection) == ["Hi", "I want it"]


def test_growth_counts_the_revision_up_so_that_it_is_scored_again(
    connection: Connection, now: datetime
) -> None:
    ingest.record(connection, [chat("a", "Hi")], now=now)
    ingest.record(connection, [chat("a", "Hi", "I want it")], now=now)
    assert connection.scalar(select(conversations.c.revision)) == 2


def test_two_pieces_of_one_conversation_in_one_call_become_one(
    connection: Connection, now: datetime
) -> None:
    whole = chat("a", "Hi", "I want it")
    pieces = [replace(whole, messages=[message]) for message in whole.messages]
    assert ingest.record(connection, pieces, now=now) == Recorded(stored=1, messages=2)


def test_the_same_session_of_two_sources_is_two_conversations(
    connection: Connection, now: datetime
) -> None:
    both = [chat("a", "Hi"), chat("a", "Hi", source="whatsapp")]
    assert ingest.record(connection, both, now=now).stored == 2


def test_a_contact_that_the_source_learns_later_is_news(
    connection: Connection, now: datetime
) -> None:
    ingest.record(connection, [chat("a", "Hi")], now=now)
    known = chat("a", "Hi", visitor=Visitor(email="maria@globex.com"))
    assert ingest.record(connection, [known], now=now) == Recorded(stored=1)
    assert connection.scalar(select(conversations.c.visitor_email)) == "maria@globex.com"


def test_a_known_contact_is_not_lost_when_the_source_forgets_it(
    connection: Connection, now: datetime
) -> None:
    ingest.record(connection, [chat("a", "Hi", visitor=Visitor(name="Maria"))], now=now)
    ingest.record(connection, [chat("a", "Hi", "I want it")], now=now)
    assert connection.scalar(select(conversations.c.visitor_name)) == "Maria"


def test_a_conversation_without_messages_is_kept(connection: Connection, now: datetime) -> None:
    assert ingest.record(connection, [chat("empty")], now=now) == Recorded(stored=1)


def test_nothing_to_store_is_nothing_stored(connection: Connection, now: datetime) -> None:
    assert ingest.record(connection, [], now=now) == Recorded()


def test_what_was_not_committed_is_not_there(engine: Engine, now: datetime) -> None:
    def fail_after_storing() -> None:
        with database.writing(engine) as connection:
            ingest.record(connection, [chat("a", "Hi")], now=now)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_storing()
    with database.reading(engine) as connection:
        assert connection.scalar(select(func.count()).select_from(conversations)) == 0


def test_many_senders_of_one_conversation_store_every_message_once(
    engine: Engine, now: datetime
) -> None:
    whole = chat("a", *(f"line {number}" for number in range(12)))

    def send(part: Sequence[Message]) -> None:
        for message in [*part, *part]:
            with database.writing(engine) as connection:
                ingest.record(connection, [replace(whole, messages=[message])], now=now)

    senders = [Thread(target=send, args=(whole.messages[start::4],)) for start in range(4)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    with database.reading(engine) as connection:
        assert texts(connection) == [message.text for message in whole.messages]
        assert connection.scalar(select(func.count()).select_from(conversations)) == 1


said = st.lists(st.sampled_from(["Hi", "How much?", "I want it", "ok"]), max_size=5)
traffic = st.dictionaries(st.sampled_from("abc"), said, min_size=1)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(traffic=traffic, random=st.randoms(use_true_random=False))
def test_repeats_and_order_of_arrival_do_not_matter(
    engine: Engine, traffic: dict[str, list[str]], random: Random
) -> None:
    whole = [chat(session, *lines) for session, lines in traffic.items() if lines]
    pieces = [replace(each, messages=[message]) for each in whole for message in each.messages]
    shuffled = pieces * 2
    random.shuffle(shuffled)

    def outcome(*batches: Sequence[Conversation]) -> list[tuple[object, ...]]:
        with database.writing(engine) as connection:
            connection.execute(delete(messages))
            connection.execute(delete(conversations))
            for batch in batches:
                ingest.record(connection, batch, now=NOW)
            return stored(connection)

    assert outcome(*([piece] for piece in shuffled)) == outcome(whole)
