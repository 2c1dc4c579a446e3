"""Imports: what the history says of them, going on where one broke off, and taking one back."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select, update

from lib import database, importers, importing, imports, ingest, leads
from lib.config import Settings
from lib.domain import (
    Conversation,
    ImportState,
    Label,
    LeadsError,
    Message,
    NotFound,
    Role,
    Status,
    StatusChange,
    Temperature,
    UnusableFile,
)
from lib.import_undo import NotUndoable, Undone, undo
from lib.importers import Options
from lib.labels import set_label
from lib.merging import merge
from lib.queries import imports as read
from lib.rehearsal import rehearse
from lib.schema import conversations, metadata
from lib.schema import imports as table
from lib.scorer import Scorer
from tests.fakes import WordEncoder
from tests.rows import NOW

BUYS = "I want to buy it now, write to ada@globex-labs.com"
Import = Callable[..., read.Import]


def chat(session_id: str, *texts: str, **more: Any) -> dict[str, Any]:
    said = [{"id": f"{n}", "role": "visitor", "text": text} for n, text in enumerate(texts)]
    return {"conversation_id": session_id, "messages": said, **more}


def file_of(folder: Path, *chats: object, name: str = "chats.jsonl") -> Path:
    file = folder / name
    lines = [each if isinstance(each, str) else json.dumps(each) for each in chats]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


@pytest.fixture
def take_in(engine: Engine, tmp_path: Path) -> Import:
    """Import a file of these chats; what the history says of it afterwards."""

    def take_in(*chats: object, name: str = "chats.jsonl", **options: Any) -> read.Import:
        file = file_of(tmp_path, *chats, name=name)
        run(engine, file, Options(**options))
        with database.reading(engine) as connection:
            return read.history(connection)[0]

    return take_in


def run(engine: Engine, file: Path, options: Options | None = None) -> None:
    described = imports.describe(file)
    done = importing.run(engine, file, described, "jsonl", options or Options(), by="ana")
    assert list(done) is not None


def table_dump(engine: Engine, *, but: Sequence[str] = ()) -> dict[str, list[Any]]:
    """Every row of every table, to compare before and after."""
    left_out = {
        "imports",
        "refusals",
        "publications",
        "exemplars",
        "exemplar_sets",
        "intents",
        "vectors",
        *but,
    }
    with database.reading(engine) as connection:
        return {
            name: sorted(map(repr, connection.execute(select(each)).all()))
            for name, each in metadata.tables.items()
            if name not in left_out
        }


def count(engine: Engine) -> int:
    with database.reading(engine) as connection:
        return connection.scalar(select(func.count()).select_from(conversations)) or 0


def take_back(engine: Engine, import_id: int) -> Undone:
    with database.writing(engine) as connection:
        return undo(connection, import_id, by="ben", now=NOW)


def test_the_history_says_what_became_of_a_file(take_in: Import) -> None:
    done = take_in(chat("a", "Hello"), "{broken", chat("b", "Hi", "there"), source="shop")
    assert (done.file_name, done.format, done.state) == ("chats.jsonl", "jsonl", ImportState.DONE)
    assert (done.entries, done.stored, done.unchanged, done.messages, done.refused) == (
        3,
        2,
        0,
        3,
        1,
    )
    assert (done.started_by, done.options["source"]) == ("ana", "shop")
    assert done.ended_at is not None
    assert done.ended_at >= done.started_at


def test_what_was_refused_is_kept_with_line_and_reason(take_in: Import, engine: Engine) -> None:
    done = take_in(chat("a", "Hello"), {"conversation_id": "b"}, "{broken")
    with database.reading(engine) as connection:
        found = list(read.refused(connection, done.id, page=1))
    assert [(each.line, each.path) for each in found] == [(2, "messages"), (3, "$")]
    assert "no messages" in found[0].reason
    assert found[1].raw == "{broken"


def test_the_same_file_again_stores_nothing_new(take_in: Import) -> None:
    take_in(chat("a", "Hello"), chat("b", "Hi"))
    again = take_in(chat("a", "Hello"), chat("b", "Hi"))
    assert (again.stored, again.unchanged, again.messages) == (0, 2, 0)


def test_an_import_that_breaks_off_goes_on_where_it_was(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lib.importers.batching.MOST_ENTRIES", 2)
    file = file_of(
        tmp_path, *(chat(f"c{n}", "Hello") for n in range(5)), "{broken", chat("d", "Hi")
    )
    steps = importing.run(engine, file, imports.describe(file), "jsonl", Options(), by="ana")
    next(steps)
    steps.close()
    with database.reading(engine) as connection:
        (broken,) = read.history(connection)
    assert (broken.state, broken.entries) == (ImportState.BROKEN_OFF, 2)

    read_again: list[str] = []
    real = ingest.record

    def watched(connection: Any, arrived: Sequence[Conversation], **how: Any) -> ingest.Recorded:
        read_again.extend(each.session_id for each in arrived)
        return real(connection, arrived, **how)

    monkeypatch.setattr(ingest, "record", watched)
    run(engine, file)
    assert read_again == ["c2", "c3", "c4", "d"]
    with database.reading(engine) as connection:
        (whole,) = read.history(connection)
    assert (whole.state, whole.entries, whole.stored) == (ImportState.DONE, 7, 6)
    assert (whole.unchanged, whole.refused) == (0, 1)


def test_a_file_read_in_another_way_begins_anew(take_in: Import, engine: Engine) -> None:
    first = take_in(chat("a", "Hello"))
    with database.writing(engine) as connection:
        connection.execute(update(table).values(state=ImportState.BROKEN_OFF))
    second = take_in(chat("a", "Hello"), source="shop")
    assert second.id != first.id
    assert second.stored == 1


def test_a_cancelled_import_stops_before_the_next_batch(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lib.importers.batching.MOST_ENTRIES", 1)
    file = file_of(tmp_path, chat("a", "Hello"), chat("b", "Hello"), chat("c", "Hello"))
    steps = importing.run(engine, file, imports.describe(file), "jsonl", Options(), by="ana")
    next(steps)
    with database.writing(engine) as connection:
        (running,) = read.history(connection)
        imports.cancel(connection, running.id, now=NOW)
    with pytest.raises(imports.Stopped, match="What it stored stays"):
        next(steps)
    assert count(engine) == 1
    with database.reading(engine) as connection:
        (stopped,) = read.history(connection)
    assert (stopped.state, stopped.stored) == (ImportState.CANCELLED, 1)
    run(engine, file)
    assert count(engine) == 3


def test_what_does_not_run_cannot_be_cancelled(take_in: Import, engine: Engine) -> None:
    done = take_in(chat("a", "Hello"))
    with database.writing(engine) as connection, pytest.raises(NotFound):
        imports.cancel(connection, done.id, now=NOW)


def test_two_imports_of_one_file_do_not_run_at_a_time(engine: Engine, tmp_path: Path) -> None:
    file = file_of(tmp_path, chat("a", "Hello"))
    steps = importing.run(engine, file, imports.describe(file), "jsonl", Options(), by="ana")
    next(steps)
    with pytest.raises(importing.AlreadyRunning, match=r"chats\.jsonl is being imported"):
        run(engine, file)
    steps.close()


def test_a_file_that_turns_out_unusable_says_why_in_the_history(
    engine: Engine, tmp_path: Path
) -> None:
    file = tmp_path / "chats.csv"
    file.write_text("first,second\n1,2\n", encoding="utf-8")
    with pytest.raises(UnusableFile):
        list(importing.run(engine, file, imports.describe(file), "csv", Options(), by="ana"))
    with database.reading(engine) as connection:
        (broken,) = read.history(connection)
    assert broken.state is ImportState.BROKEN_OFF
    assert "No column" in str(broken.problem)


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\nb.csv", "x" * 400, "\u202egpj.exe"])
def test_a_files_name_is_shown_and_never_followed(tmp_path: Path, name: str) -> None:
    described = imports.describe(file_of(tmp_path, chat("a", "Hello")), name)
    assert described.name.isprintable()
    assert 0 < len(described.name) <= 255


def test_an_import_that_is_not_there_is_told(engine: Engine) -> None:
    with database.reading(engine) as connection, pytest.raises(NotFound, match="no import 7"):
        read.one(connection, 7)


def dry(engine: Engine, file: Path) -> tuple[int, ...]:
    total, refused = ingest.Recorded(), 0
    for batch, recorded in rehearse(engine, importers.read(file)):
        total += recorded
        refused += len(batch.refused)
    return total.stored, total.unchanged, total.messages, refused


def test_a_dry_run_says_what_an_import_does_and_writes_nothing(
    engine: Engine, tmp_path: Path, take_in: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lib.importers.batching.MOST_ENTRIES", 2)
    take_in(chat("known", "Hello"), chat("grows", "Hello"))
    chats = [
        chat("known", "Hello"),
        chat("new", "Hi", "there"),
        chat("grows", "Hello", "again"),
        "{broken",
        chat("new", "Hi", "there"),
        chat("new", "Hi", "there", "and more"),
        chat("told", visitor={"email": "ada@globex-labs.com"}),
        chat("known", "Hello", visitor={"name": "Ada Park"}),
    ]
    file = file_of(tmp_path, *chats, name="more.jsonl")
    before = table_dump(engine)
    predicted = dry(engine, file)
    assert table_dump(engine) == before
    done = take_in(*chats, name="more.jsonl")
    assert predicted == (done.stored, done.unchanged, done.messages, done.refused)
    assert dry(engine, file)[0] == 0


@pytest.fixture
def scored(engine: Engine, settings: Settings, encoder: WordEncoder) -> Callable[[], None]:
    """Score all that waits."""
    scorer = Scorer(engine, settings, encoder)

    def scored() -> None:
        while scorer.score_some(now=NOW):
            pass

    return scored


def send(engine: Engine, session_id: str, *texts: str, source: str = "import") -> None:
    said = [Message(Role.VISITOR, text, NOW, f"sent-{n}") for n, text in enumerate(texts)]
    with database.writing(engine) as connection:
        ingest.record(connection, [Conversation(source, session_id, said)], now=NOW)


def lead_ids(engine: Engine) -> list[int]:
    with database.reading(engine) as connection:
        return list(connection.scalars(select(metadata.tables["leads"].c.id)))


def test_undoing_an_import_leaves_what_was_there_before(
    take_in: Import, engine: Engine, scored: Callable[[], None]
) -> None:
    send(engine, "sent", "I want to buy it, mail bob@initech-tools.com")
    scored()
    before = table_dump(engine)
    done = take_in(chat("a", BUYS), chat("b", "Hello"), chat("c", BUYS, "please"))
    scored()
    assert len(lead_ids(engine)) == 2
    undone = take_back(engine, done.id)
    assert undone == Undone(conversations=3, messages=4, leads=1, kept=0)
    assert table_dump(engine) == before
    with database.reading(engine) as connection:
        found = read.one(connection, done.id)
    assert (found.state, found.undone_by) == (ImportState.UNDONE, "ben")


def test_what_was_sent_to_an_imported_conversation_stays(
    take_in: Import, engine: Engine, scored: Callable[[], None]
) -> None:
    done = take_in(chat("a", "Hello"))
    send(engine, "a", BUYS)
    scored()
    assert take_back(engine, done.id) == Undone(conversations=0, messages=1)
    scored()
    assert count(engine) == 1
    (lead,) = lead_ids(engine)
    assert lead


def test_an_imported_part_of_a_sent_conversation_goes(
    take_in: Import, engine: Engine, scored: Callable[[], None]
) -> None:
    send(engine, "a", "Hello")
    done = take_in(chat("a", BUYS))
    scored()
    assert lead_ids(engine)
    assert take_back(engine, done.id) == Undone(messages=1)
    with database.reading(engine) as connection:
        messages = metadata.tables["messages"]
        assert list(connection.scalars(select(messages.c.text))) == ["Hello"]
        waits = select(conversations.c.revision > conversations.c.scored_revision)
        assert connection.scalar(waits)


def test_a_lead_of_an_older_conversation_stays_without_the_imported_one(
    take_in: Import, engine: Engine, scored: Callable[[], None]
) -> None:
    send(engine, "sent", "I want to buy it, mail ada@globex-labs.com", source="shop")
    scored()
    (before,) = lead_ids(engine)
    done = take_in(chat("a", BUYS + " or +1 415 555 0134"))
    scored()
    assert lead_ids(engine) == [before]
    assert take_back(engine, done.id).leads == 0
    with database.reading(engine) as connection:
        kept = connection.execute(select(metadata.tables["leads"])).one()
        known = connection.scalars(select(metadata.tables["lead_identities"].c.kind))
        assert list(known) == ["email"]
    assert (kept.id, kept.phone) == (before, None)


@pytest.mark.parametrize("act", ["status", "temperature", "label"])
def test_what_people_worked_with_stays(
    take_in: Import, engine: Engine, scored: Callable[[], None], act: str
) -> None:
    done = take_in(chat("a", BUYS), chat("b", "I want to buy, call +1 415 555 0134"))
    scored()
    with database.writing(engine) as connection:
        lead = metadata.tables["leads"]
        row = connection.execute(select(lead).where(lead.c.email.is_not(None))).one()
        if act == "status":
            change = StatusChange(row.id, 0, Status.CONTACTED)
            leads.change_status(connection, change, by="ana", now=NOW)
        elif act == "temperature":
            leads.set_temperature(connection, row.id, Temperature.COLD, by="ana", now=NOW)
        else:
            set_label(connection, row.conversation_id, Label.HOT, by="ana", now=NOW)
    undone = take_back(engine, done.id)
    assert (undone.conversations, undone.leads, undone.kept) == (1, 1, 1)
    assert lead_ids(engine) == [row.id]
    assert count(engine) == 1


JOINED = (
    chat("a", "I want to buy it, write to ada@globex-labs.com"),
    chat("b", "I want to buy it, call +1 415 555 0134"),
    chat("c", "I want to buy it, ada@globex-labs.com or +1 415 555 0134"),
)


def test_what_holds_leads_of_another_import_together_stays(
    take_in: Import, engine: Engine, scored: Callable[[], None]
) -> None:
    first = take_in(*JOINED[:2], name="first.jsonl")
    scored()
    done = take_in(*JOINED, name="all.jsonl")
    scored()
    assert len(lead_ids(engine)) == 2  # one of them is part of the other
    assert take_back(engine, done.id).kept == 1  # it holds two of the first import together
    assert take_back(engine, first.id).kept == 2


def test_leads_of_one_import_that_joined_go_together(
    take_in: Import, engine: Engine, scored: Callable[[], None]
) -> None:
    before = table_dump(engine)
    done = take_in(*JOINED)
    scored()
    assert take_back(engine, done.id) == Undone(3, 3, 1, 0)
    assert table_dump(engine) == before


def test_what_somebody_merged_stays(
    take_in: Import, engine: Engine, scored: Callable[[], None]
) -> None:
    done = take_in(*JOINED[:2], chat("d", BUYS.replace("ada", "bob")))
    scored()
    with database.writing(engine) as connection:
        merge(connection, lead_ids(engine)[:2], by="ana", now=NOW)
    undone = take_back(engine, done.id)
    assert (undone.conversations, undone.kept) == (1, 2)


def test_an_import_is_undone_once(take_in: Import, engine: Engine) -> None:
    done = take_in(chat("a", "Hello"))
    take_back(engine, done.id)
    with pytest.raises(NotUndoable, match="ben has already"):
        take_back(engine, done.id)


def test_a_running_import_cannot_be_undone(take_in: Import, engine: Engine) -> None:
    done = take_in(chat("a", "Hello"))
    with database.writing(engine) as connection:
        connection.execute(update(table).values(state=ImportState.RUNNING))
    with pytest.raises(LeadsError, match="Cancel it first"):
        take_back(engine, done.id)


def test_an_undone_file_can_be_imported_again(take_in: Import, engine: Engine) -> None:
    first = take_in(chat("a", "Hello"))
    take_back(engine, first.id)
    again = take_in(chat("a", "Hello"))
    assert again.id != first.id
    assert again.stored == 1
