"""docs/ingest.md says what is true: its examples go in, its tables are those of the code."""

import json
import re
from dataclasses import fields
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from lib import importers, openapi
from lib.config import ROOT
from lib.domain import Conversation, Kind, Refused
from lib.importers.fields import NAMES_OF_ROLES
from lib.importers.payload import ConversationPayload, MessagePayload, VisitorPayload
from lib.importers.rows import ALIASES, REQUIRED
from tests.lib.api.chats import Post

PAGE = (ROOT / "docs" / "ingest.md").read_text(encoding="utf-8")
FORMATS = {
    title: text for title, _, text in (part.partition("\n") for part in PAGE.split("\n### ")[1:])
}
BLOCK = re.compile(r"```(jsonl|json|csv)\n(.*?)```", flags=re.DOTALL)
EXAMPLES = [
    (form, kind, example) for form, text in FORMATS.items() for kind, example in BLOCK.findall(text)
]


def table(heading: str) -> list[list[str]]:
    """The rows of the table whose first column has this heading."""
    (rows,) = re.findall(rf"^\| {heading} \|.*\n\|[-|]+\n((?:\|.*\n)+)", PAGE, flags=re.MULTILINE)
    return [
        [cell.strip().strip("`") for cell in row.strip("|").split("|")]
        for row in rows.replace("|\n", "\n").splitlines()
    ]


def names(cell: str) -> set[str]:
    return set(cell.split(", ")) - {""}


def test_every_format_has_an_example() -> None:
    assert sorted(FORMATS) == sorted(importers.FORMATS)
    packed = {name for name, each in importers.FORMATS.items() if each.packed}
    assert {form for form, _, _ in EXAMPLES} | packed | {"whatsapp"} == set(importers.FORMATS)


@pytest.mark.parametrize(("form", "kind", "example"), EXAMPLES)
def test_an_example_is_read_and_known_for_what_it_is(
    tmp_path: Path, form: str, kind: str, example: str
) -> None:
    file = tmp_path / f"chats.{kind}"
    file.write_text(example, encoding="utf-8")
    found = list(importers.read(file))
    assert found
    assert all(isinstance(each, Conversation) for each in found)
    assert found == list(importers.read(file, format=form))


def test_the_examples_of_one_conversation_can_be_sent(post: Post) -> None:
    for form, kind, example in EXAMPLES:
        if kind == "json":
            assert post(example.encode()).status_code == 202, form


def test_the_refusal_that_is_shown_is_what_is_answered(post: Post) -> None:
    (shown,) = re.findall(r"```text\n(\{.*?\})\n```", PAGE, flags=re.DOTALL)
    good = {"role": "visitor", "text": "Hello?"}
    messages = [good, good, good, {"role": "boss", "text": "Hello!"}]
    assert post({"conversation_id": "a", "messages": messages}).json() == json.loads(shown)


def test_health_is_told_field_by_field(client: TestClient) -> None:
    tables = re.findall(r"^\| `(\w+)` \|", PAGE[: PAGE.index("## Webhooks")], re.MULTILINE)
    assert tables == list(client.get("/api/health").json())


def test_the_fields_of_a_source_are_told(client: TestClient, post: Post) -> None:
    post({"conversation_id": "a", "messages": []})
    (source,) = client.get("/api/health").json()["sources"]
    (told,) = re.findall(r"^\| `sources` \| (.*) \|$", PAGE, re.MULTILINE)
    assert re.findall(r"`(\w+)`", told) == list(source)


def test_every_answer_is_told_and_described() -> None:
    told = {row[0] for row in table("answer")}
    paths = openapi.DESCRIPTION["paths"].values()
    assert told == {status for each in paths for m in each.values() for status in m["responses"]}


def test_every_kind_of_webhook_is_told_with_its_header() -> None:
    told = {row[0]: row[1].split("`")[0] for row in table("kind")}
    assert told == {kind.value: header for kind, header in openapi.SIGNATURES.items()}
    assert {row[1] for row in table("system")} == set(Kind)


def test_the_fields_of_the_format_are_those_that_are_read() -> None:
    told = set(re.findall(r"^\| `([\w.\[\]]+)` \| (?:yes|no) \|", FORMATS["jsonl"], re.MULTILINE))
    read = {"conversation_id", "session_id", *ConversationPayload.model_fields}
    read |= {f"messages[].{name}" for name in MessagePayload.model_fields}
    assert told | {"session_id"} == read
    assert all(f"`{name}`" in FORMATS["jsonl"] for name in VisitorPayload.model_fields)


def test_the_roles_are_those_that_are_read() -> None:
    told = {name: {name, *names(others)} for name, others in table("role")}
    known = {role.value if role else "left out": set(words.split())
             for role, words in NAMES_OF_ROLES.items()}  # fmt: skip
    assert told.pop("left out") - {"left out"} == known.pop("left out")
    assert told == known


def test_the_columns_of_a_csv_are_those_that_are_read() -> None:
    told = [{name, *names(others)} for name, _, others in table("column")]
    assert sorted(map(sorted, told)) == sorted(sorted(each) for each in ALIASES.values())
    needed = {name for name, need, _ in table("column") if need == "yes"}
    assert all(needed & set(ALIASES[field]) for field in REQUIRED)
    assert len(needed) == len(REQUIRED)


def test_a_refused_entry_is_told_field_by_field() -> None:
    told = re.findall(r"^\| `(\w+)` \|", PAGE[PAGE.index("## What is refused") :], re.MULTILINE)
    assert told == ["file", *(field.name for field in fields(Refused))]
