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
            {"role": "system", "text": "Be kind."},
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


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("score") / "chats.jsonl"
    path.write_text("".join(json.dumps(chat) + "\n" for chat in CHATS), encoding="utf-8")
    return path


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.csv"
    path.write_text(OWN, encoding="utf-8")
    return path


def score(*words: object) -> Result:
    return CliRunner().invoke(app, ["score", *map(str, words)])


@pytest.fixture(scope="module")
def result(file: Path) -> Result:
    """What comes of the file with the shipped set, which takes a while to encode."""
    return score(file)


def lines(written: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.splitlines()]


def test_a_line_for_each_conversation_has_the_promised_fields(result: Result) -> None:
    assert result.exit_code == 0, result.output
    found = lines(result.stdout)
    assert [each["conversation_id"] for each in found] == ["order", "thanks", "silent"]
    for each in found:
        assert tuple(each) == FIELDS
        assert tuple(each["probabilities"]) == ("hot", "warm", "cold")
        assert tuple(each["contact"]) == ("name", "email", "phone", "company")
    order, thanks, _ = found
    assert order["temperature"] == "Hot"
    assert order["contact"]["email"] == "priya@globex-labs.com"
    assert thanks["temperature"] == "Cold"


def test_base_and_points_make_the_score_and_positions_count_all_messages(result: Result) -> None:
    order, thanks, _ = lines(result.stdout)
    for each in (order, thanks):
        total = each["base"] + sum(found["points"] for found in each["evidence"])
        assert total == pytest.approx(each["score"], abs=1e-6)
        assert sum(each["probabilities"].values()) == pytest.approx(1)
    assert {found["position"] for found in order["evidence"]} == {2, 4}
    (found,) = thanks["evidence"]
    assert tuple(found) == ("position", "text", "exemplar", "intent", "similarity", "points")


def test_where_the_visitor_said_nothing_there_is_no_score(result: Result) -> None:
    silent = lines(result.stdout)[2]
    told = ("score", "temperature", "intent", "summary", "base")
    assert [silent[name] for name in told] == [None] * 5
    assert set(silent["probabilities"].values()) == {None}
    assert silent["evidence"] == []


def test_what_is_refused_is_named_and_the_rest_is_scored(result: Result) -> None:
    assert "line 4: messages[0].role" in result.stderr
    assert "1 refused" in result.stderr


def test_a_set_of_one_s_own_replaces_the_shipped_one_and_a_file_takes_the_result(
    file: Path, own: Path, tmp_path: Path
) -> None:
    to = tmp_path / "scores.jsonl"
    assert score(file, "--exemplars", own, "--output", to).stdout == ""
    _, thanks, _ = lines(to.read_text(encoding="utf-8"))
    assert thanks["evidence"][0]["exemplar"] == "Thanks a lot, bye"
    assert thanks["score"] > 50


def test_a_calibration_of_one_s_own_replaces_the_shipped_one(
    file: Path, own: Path, tmp_path: Path
) -> None:
    numbers = json.loads(STARTER_CALIBRATION.read_text(encoding="utf-8"))
    numbers["coefficients"] = [[0.0] * len(row) for row in numbers["coefficients"]]
    numbers["intercepts"] = [0.0, 0.0, 0.0]
    calibration = tmp_path / "flat.json"
    calibration.write_text(json.dumps(numbers), encoding="utf-8")
    order, thanks, _ = lines(score(file, "--exemplars", own, "--calibration", calibration).stdout)
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
        ("--calibration", "[" * 100_000),
        ("--calibration", STARTER_CALIBRATION.read_text().replace("0.", f"{10**400}, 0.", 1)),
        ("--exemplars", f"text,intent,temperature\n{'x' * 200_000},Small talk,Cold\n"),
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
    (line,) = result.stderr.strip().splitlines()
    assert line.endswith(".")


def test_an_option_that_names_no_file_is_refused(file: Path, tmp_path: Path) -> None:
    result = score(file, "--exemplars", tmp_path / "nowhere.csv")
    assert result.exit_code == 2
    assert "nowhere.csv" in result.stderr
