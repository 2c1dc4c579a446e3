"""python -m lib score with the real model: fields that scripts rely on, and sets of one's own."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from embeddings.exemplars import STARTER_CALIBRATION
from lib.commands import app

pytestmark = pytest.mark.model
FIELDS = (
    "conversation_id",
    "score",
    "temperature",
    "probabilities",
    "intent",
    "summary",
    "contact",
    "base",
    "evidence",
)
CHATS: list[dict[str, Any]] = [
    {
        "conversation_id": "order",
        "messages": [
            {"role": "assistant", "text": "Hello, how can we help?"},
            {"role": "visitor", "text": "I want to order forty chairs for our office this week."},
            {"role": "assistant", "text": "Gladly. Where may I send the offer?"},
            {"role": "visitor", "text": "To priya@globex-labs.com, and please place the order."},
        ],
    },
    {"conversation_id": "thanks", "messages": [{"role": "visitor", "text": "Thanks, bye!"}]},
    {"conversation_id": "silent", "messages": [{"role": "assistant", "text": "Anybody there?"}]},
    {"conversation_id": "broken", "messages": [{"role": "king", "text": "Bow"}]},
]
OWN = """text,intent,temperature
"Thanks a lot, bye",Gratitude,Hot
How big is it?,Size,Warm
I want to order two chairs,Ordering,Cold
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "chats.jsonl"
    path.write_text("".join(json.dumps(chat) + "\n" for chat in CHATS), encoding="utf-8")
    return path


def score(*words: object) -> Result:
    return CliRunner().invoke(app, ["score", *map(str, words)])


def scored(*words: object) -> list[dict[str, Any]]:
    result = score(*words)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_line_for_each_conversation_has_the_promised_fields(file: Path) -> None:
    order, thanks, silent = scored(file)
    assert [each["conversation_id"] for each in (order, thanks, silent)] == [
        "order",
        "thanks",
        "silent",
    ]
    for each in (order, thanks, silent):
        assert tuple(each) == FIELDS
        assert tuple(each["probabilities"]) == ("hot", "warm", "cold")
        assert tuple(each["contact"]) == ("name", "email", "phone", "company")
    assert order["temperature"] == "Hot"
    assert order["contact"]["email"] == "priya@globex-labs.com"
    assert thanks["temperature"] == "Cold"


def test_base_and_points_make_the_score_and_positions_count_all_messages(file: Path) -> None:
    order, thanks, _ = scored(file)
    for each in (order, thanks):
        total = each["base"] + sum(found["points"] for found in each["evidence"])
        assert total == pytest.approx(each["score"], abs=1e-6)
        assert sum(each["probabilities"].values()) == pytest.approx(1)
    assert {found["position"] for found in order["evidence"]} == {1, 3}
    (found,) = thanks["evidence"]
    assert tuple(found) == ("position", "text", "exemplar", "intent", "similarity", "points")


def test_where_the_visitor_said_nothing_there_is_no_score(file: Path) -> None:
    silent = scored(file)[2]
    assert silent["score"] is silent["temperature"] is silent["base"] is None
    assert silent["evidence"] == []


def test_what_is_refused_is_named_and_the_rest_is_scored(file: Path) -> None:
    result = score(file)
    assert "line 4: messages[0].role" in result.stderr
    assert len(result.stdout.splitlines()) == 3


def test_the_result_may_go_to_a_file(file: Path, tmp_path: Path) -> None:
    to = tmp_path / "scores.jsonl"
    assert score(file, "--output", to).stdout == ""
    assert len(to.read_text(encoding="utf-8").splitlines()) == 3


def test_a_set_of_one_s_own_replaces_the_shipped_one(file: Path, tmp_path: Path) -> None:
    exemplars = tmp_path / "own.csv"
    exemplars.write_text(OWN, encoding="utf-8")
    _, thanks, _ = scored(file, "--exemplars", exemplars)
    assert thanks["evidence"][0]["exemplar"] == "Thanks a lot, bye"
    assert thanks["score"] > 50


def test_a_calibration_of_one_s_own_replaces_the_shipped_one(file: Path, tmp_path: Path) -> None:
    numbers = json.loads(STARTER_CALIBRATION.read_text(encoding="utf-8"))
    numbers["coefficients"] = [[0.0] * len(row) for row in numbers["coefficients"]]
    numbers["intercepts"] = [0.0, 0.0, 0.0]
    calibration = tmp_path / "flat.json"
    calibration.write_text(json.dumps(numbers), encoding="utf-8")
    order, thanks, _ = scored(file, "--calibration", calibration)
    assert order["score"] == thanks["score"] == 50


@pytest.mark.parametrize(
    ("option", "content"),
    [
        ("--exemplars", "text,intent\nHello,Small talk\n"),
        ("--exemplars", "text,intent,temperature\nHello,Small talk,Lukewarm\n"),
        ("--exemplars", "text,intent,temperature\n"),
        ("--exemplars", "\xff\xfe"),
        ("--calibration", "{}"),
        ("--calibration", "not JSON"),
        ("--calibration", "[]"),
    ],
)
def test_a_set_that_cannot_be_used_is_one_sentence(
    file: Path, tmp_path: Path, option: str, content: str
) -> None:
    path = tmp_path / "own"
    path.write_text(content, encoding="latin-1")
    result = score(file, option, path)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert result.stderr.strip().endswith(".")
    assert "Traceback" not in result.stderr


def test_an_option_that_names_no_file_is_refused(file: Path, tmp_path: Path) -> None:
    result = score(file, "--exemplars", tmp_path / "nowhere.csv")
    assert result.exit_code == 2
    assert "nowhere.csv" in result.stderr
