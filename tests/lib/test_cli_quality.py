"""python -m lib evaluate and calibrate, with the real model, on labelled chats of our own."""

import json
import re
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner, Result

from lib.commands import app
from tests.documented import COMMAND_LINE, cells, fields_of

SAID = {
    "hot": (
        "I want to order {} chairs today",
        "Please book the large room for {} people",
        "We take {} licences, send the contract",
        "Sign me up for {} seats",
    ),
    "warm": (
        "How much is the plan for {} users?",
        "Do you have rooms for {} people in May?",
        "What is the difference between the plans for {} seats?",
        "Does it work with {} locations?",
    ),
    "cold": (
        "I forgot my password, {} times now",
        "Cancel my order number {}",
        "What will the weather be on the {}th?",
        "I am looking for a job, I have {} years of experience",
    ),
}
NUMBERS = (3, 8, 12, 20)


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    rows = [
        {
            "conversation_id": f"{label} {place} {number}",
            "label": label,
            "messages": [{"role": "visitor", "text": text.format(number)}],
        }
        for label, texts in SAID.items()
        for (place, text), number in product(enumerate(texts), NUMBERS)
    ]
    rows.append({"conversation_id": "odd", "label": "tepid", "messages": []})
    rows.append({"conversation_id": "silent", "label": "cold", "messages": []})
    file = tmp_path / "labelled.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def evaluated(*words: object) -> Any:
    result = run("evaluate", *words)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def as_told(path: str) -> str:
    """A field as docs/cli.md writes it, which does not tell one temperature from another."""
    told = re.sub(r"^.confusion.*", ".confusion.LABEL.TEMPERATURE", path)
    return (
        re.sub(r"temperatures\.\w+", "temperatures.TEMPERATURE", told)
        .removeprefix(".")
        .removesuffix("[]")
    )


@pytest.mark.model
def test_agreement_with_labels_is_printed_as_json(labelled: Path) -> None:
    found = evaluated(labelled)
    count = len(NUMBERS) * 4
    assert found["conversations"] == 3 * count
    assert found["without_score"] == 1
    assert found["lead_auc_interval"][0] <= found["lead_auc"] <= found["lead_auc_interval"][1]
    assert found["lead_auc"] > 0.9
    assert {label: sum(row.values()) for label, row in found["confusion"].items()} == {
        "Hot": count,
        "Warm": count,
        "Cold": count,
    }
    assert set(cells(COMMAND_LINE["evaluate"], "field")) == set(map(as_told, fields_of(found)))
    spread = found["temperatures"]
    for share in ("of_all", "of_leads", "of_hot"):
        assert sum(each[share] for each in spread.values()) == pytest.approx(1)


@pytest.mark.model
def test_a_fitted_calibration_serves_evaluate_and_score(labelled: Path, tmp_path: Path) -> None:
    fitted = tmp_path / "own.json"
    result = run("calibrate", labelled, "--output", fitted)
    assert result.exit_code == 0, result.output
    told = " ".join(result.stderr.split())
    assert "Fitted to 48 conversations" in told
    assert evaluated(labelled, "--calibration", fitted)["macro_f1"] > 0.8
    cuts = re.search(r"Hot from ([\d.]+), Warm from ([\d.]+)\.", told)
    assert cuts
    cut = evaluated(labelled, "--calibration", fitted, "--hot", cuts[1], "--warm", cuts[2])
    assert cut["thresholds"] == {"hot": float(cuts[1]), "warm": float(cuts[2])}
    scored = run("score", labelled, "--calibration", fitted)
    assert len(scored.stdout.splitlines()) == 50


def test_thresholds_in_the_wrong_order_are_one_sentence(labelled: Path) -> None:
    result = run("evaluate", labelled, "--hot", 30, "--warm", 60)
    assert result.exit_code == 2
    assert "The thresholds must be" in result.stderr


def test_without_a_file_what_people_labelled_is_used(
    url: str, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    result = run("evaluate")
    assert result.exit_code == 2
    assert "The database has no conversation labelled" in result.stderr


def test_what_has_no_usable_label_is_named(labelled: Path) -> None:
    only = labelled.with_name("only.jsonl")
    only.write_text('{"conversation_id": "a", "label": "tepid", "messages": []}\n')
    result = run("evaluate", only)
    assert result.exit_code == 2
    assert "line 1: label: This must be hot, warm or cold" in result.stderr
    assert "no conversation labelled" in result.stderr


@pytest.mark.parametrize("command", [("evaluate",), ("calibrate", "--output", "x.json")])
def test_an_unusable_file_is_one_sentence(command: tuple[str, ...], tmp_path: Path) -> None:
    name, *options = command
    result = run(name, tmp_path / "nowhere.jsonl", *options)
    assert result.exit_code == 2
    assert "nowhere.jsonl cannot be read" in result.stderr
