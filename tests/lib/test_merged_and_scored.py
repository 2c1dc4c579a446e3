"""Scoring goes on after a merge and after its undo: messages, new chats and new sets."""

from threading import Barrier, Thread

from sqlalchemy import Engine, select

from embeddings.exemplars import Thresholds
from lib import database, ingest
from lib.config import Settings
from lib.domain import Conversation, LeadsError, Message, Role
from lib.merging import merge
from lib.queries.leads import list_leads
from lib.schema import conversations, kept_apart, lead_conversations, leads, scores
from lib.scorer import Scorer
from lib.unmerging import undo_merge
from tests.fakes import WordEncoder
from tests.lib.test_rescoring import BUYS, publish
from tests.rows import NOW, insert_lead


def say(engine: Engine, session_id: str, *texts: str) -> None:
    said = [Message(Role.VISITOR, text, NOW, id=f"m{n}") for n, text in enumerate(texts)]
    with database.writing(engine) as connection:
        ingest.record(connection, [Conversation("website", session_id, said)], now=NOW)


def together(engine: Engine) -> set[frozenset[str]]:
    """The sessions that are of one lead."""
    found: dict[int, set[str]] = {}
    query = select(lead_conversations.c.lead_id, conversations.c.session_id).join(conversations)
    with database.reading(engine) as connection:
        for row in connection.execute(query):
            found.setdefault(row.lead_id, set()).add(row.session_id)
        assert sorted(found) == sorted(list_leads(connection)["id"])
    return set(map(frozenset, found.values()))


def test_what_comes_in_after_a_merge_is_of_one_lead_and_after_its_undo_of_two(
    engine: Engine, settings: Settings, encoder: WordEncoder
) -> None:
    say(engine, "a", *BUYS, "I am ana@globex-labs.com")
    say(engine, "b", *BUYS, "I am ana@initech-tools.com")
    scorer = Scorer(engine, settings, encoder)
    scorer.score_some(now=NOW)
    with database.writing(engine) as connection:
        ids = sorted(list_leads(connection)["id"])
        done = merge(connection, ids, by="Ben", now=NOW)
    say(engine, "b", *BUYS, "I am ana@initech-tools.com", "and I want two of them")
    say(engine, "c", *BUYS, "it is ana@initech-tools.com again")
    scorer.score_some(now=NOW)
    assert together(engine) == {frozenset("abc")}
    set_id = publish(engine, thresholds=Thresholds(99.9999, 99.999))
    while scorer.score_some(now=NOW):
        pass
    assert together(engine) == {frozenset("abc")}
    with database.writing(engine) as connection:
        assert set(connection.scalars(select(scores.c.exemplar_set_id))) == {set_id}
        assert list_leads(connection)["temperature"].to_list() == ["Cold"]
        undo_merge(connection, done.id, by="Ben", now=NOW)
    assert together(engine) == {frozenset("a"), frozenset("bc")}
    say(engine, "d", *BUYS, "ana@initech-tools.com once more")
    say(engine, "e", *BUYS, "ana@globex-labs.com here")
    scorer.score_some(now=NOW)
    assert together(engine) == {frozenset("ae"), frozenset("bcd")}


def test_of_many_who_undo_and_merge_at_once_each_finds_the_leads_whole(engine: Engine) -> None:
    with database.writing(engine) as connection:
        ids = [insert_lead(connection, f"s{number}") for number in range(3)]
        first = merge(connection, ids[:2], by="Ben", now=NOW)
        second = merge(connection, [ids[0], ids[2]], by="Ben", now=NOW)
    start, undone = Barrier(6), []

    def go(merge_id: int) -> None:
        start.wait()
        try:
            with database.writing(engine) as connection:
                undo_merge(connection, merge_id, by="Ben", now=NOW)
            undone.append(merge_id)
        except LeadsError:
            pass

    threads = [Thread(target=go, args=(id,)) for id in (first.id, second.id) * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(undone) == [first.id, second.id]
    with database.reading(engine) as connection:
        assert set(connection.scalars(select(leads.c.merged_into))) == {None}
        assert len(connection.execute(select(kept_apart)).all()) == 2
