"""python -m lib label: labels reach their conversations, and every other row is named."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from typer.testing import CliRunner, Result

from lib import database, ingest
from lib.commands import app
from lib.domain import Conversation, Label, Message, Role
from lib.schema import conversations, labels
from tests.documented import COMMAND_LINE, cells
from tests.rows import NOW


@pytest.fixture(autouse=True)
def three_conversations(url: str, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two sources have a conversation "b"."""
    monkeypatch.setenv("DATABASE_URL", url)
    said = [Message(Role.VISITOR, "hi", NOW)]
    chats = [Conversation(s, i, said) for s, i in (("site", "a"), ("site", "b"), ("shop", "b"))]
    with database.writing(engine) as connection:
        ingest.record(connection, chats, now=NOW)


def label(file: Path) -> Result:
    return CliRunner().invoke(app, ["label", str(file)])


def found(engine: Engine) -> dict[tuple[str, str], Label]:
    query = select(conversations.c.source, conversations.c.session_id, labels.c.label).join(labels)
    with database.reading(engine) as connection:
        return {(row.source, row.session_id): row.label for row in connection.execute(query)}


@pytest.mark.parametrize(
    "text",
    [
        "conversation_id,label,source\na,hot,\nb,Not a lead,shop\n",
        "\ufeffSession_ID, Label ,source\r\na,HOT,site\r\nb,not_a_lead,shop\r\n",
        '{"conversation_id": "a", "label": "hot"}\n'
        '{"session_id": "b", "source": "shop", "label": "not a lead"}\n',
        '[{"conversation_id": "a", "label": "Hot", "messages": []},'
        ' {"conversation_id": "b", "source": "shop", "label": "not a lead"}]',
    ],
)
def test_labels_reach_their_conversations(tmp_path: Path, engine: Engine, text: str) -> None:
    file = tmp_path / "labels"
    file.write_text(text, encoding="utf-8")
    result = label(file)
    assert result.exit_code == 0, result.output
    assert result.stdout == "labels: 2 labelled, 0 refused\n"
    assert found(engine) == {("site", "a"): Label.HOT, ("shop", "b"): Label.NOT_A_LEAD}


def test_every_row_that_cannot_be_taken_is_named_and_the_others_go_in(
    tmp_path: Path, engine: Engine
) -> None:
    file = tmp_path / "labels.csv"
    file.write_text("conversation_id,label\nz,hot\na,tepid\nb,hot\n,hot\na,cold\n")
    result = label(file)
    assert result.stdout == "labels.csv: 1 labelled, 4 refused\n"
    assert result.stderr.splitlines() == [
        'line 2: conversation_id: No conversation is "z". Take it in first.',
        'line 3: label: This must be hot, warm, cold or not a lead, not "tepid".',
        "line 4: source: Conversations of several sources have this id; name the source too.",
        "line 5: conversation_id: This is missing.",
        "4 refused",
    ]
    assert found(engine) == {("site", "a"): Label.COLD}


def test_the_last_label_counts(tmp_path: Path, engine: Engine) -> None:
    file = tmp_path / "labels.csv"
    for said in ("hot", "warm"):
        file.write_text(f"conversation_id,label\na,{said}\n")
        label(file)
    assert found(engine) == {("site", "a"): Label.WARM}


@pytest.mark.parametrize("text", ["id,what\na,hot\n", "conversation_id\na\n"])
def test_a_file_without_the_columns_is_one_sentence(tmp_path: Path, text: str) -> None:
    file = tmp_path / "labels.csv"
    file.write_text(text)
    result = label(file)
    assert result.exit_code == 2
    assert result.stderr == "The file needs the columns conversation_id and label.\n"


def test_every_column_is_told() -> None:
    assert cells(COMMAND_LINE["label"], "column") == ["conversation_id", "label", "source"]
