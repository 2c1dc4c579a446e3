"""python -m lib evaluate, calibrate: how good scores are, and numbers fitted to labels."""

import json
from dataclasses import asdict, astuple, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lib.commands.edge import errors, migrated, output, settings
from lib.commands.progress import bar
from lib.commands.score import reading_a_set, told
from lib.domain import LeadsError

if TYPE_CHECKING:
    from embeddings.encoder import Encoder
    from embeddings.exemplars import ExemplarSet
    from lib.labelled import Labelled

File = Annotated[
    Path | None,
    typer.Argument(
        metavar="[FILE]",
        help="JSON Lines of conversations with a label each; else those that people labelled.",
    ),
]
Exemplars = Annotated[
    Path | None,
    typer.Option(help="CSV of text, intent, temperature; else the shipped set.", exists=True),
]


class TooFewLabels(LeadsError):
    """Nothing can be said from so few labelled conversations."""


def evaluate(
    file: File = None,
    exemplars: Exemplars = None,
    calibration: Annotated[
        Path | None, typer.Option(help="JSON; else the shipped calibration.", exists=True)
    ] = None,
    hot: Annotated[float, typer.Option(help="Score from which a conversation is Hot.")] = 70,
    warm: Annotated[float, typer.Option(help="Score from which it is Warm.")] = 40,
) -> None:
    """Print how well scores agree with labels, as JSON."""
    from embeddings.encoder import SentenceEncoder
    from embeddings.exemplars import Thresholds
    from lib.exemplars import from_files

    with reading_a_set():
        thresholds = Thresholds(hot, warm)
    labelled = _labelled(file)
    encoder = SentenceEncoder(settings().model)
    with reading_a_set():
        using = replace(from_files(encoder, exemplars, calibration), thresholds=thresholds)
    typer.echo(json.dumps(_agreement(labelled, encoder, using), indent=2))


def calibrate(
    to: Annotated[Path, typer.Option("--output", help="JSON file to write.", dir_okay=False)],
    file: File = None,
    exemplars: Exemplars = None,
) -> None:
    """Fit a calibration to labelled conversations, for score, evaluate or a set of your own."""
    from embeddings.calibration import fit, held_out, score_of
    from embeddings.cuts import suggested
    from embeddings.encoder import SentenceEncoder
    from lib import assessment
    from lib.exemplars import from_files

    labelled = _labelled(file)
    encoder = SentenceEncoder(settings().model)
    with reading_a_set():
        using = from_files(encoder, exemplars)
    chats = [each.conversation for each in labelled]
    heard, features = assessment.features(chats, encoder, using)
    labels = [labelled[row].label.value for row in heard]
    fitted = fit(features, labels, prior=using.calibration)
    cut = suggested(labels, score_of(held_out(features, labels, prior=using.calibration)))
    with output(to) as written:
        written.write(fitted.to_json().encode() + b"\n")
    errors.print(
        f"Fitted to {len(heard):,} conversations. "
        f"These labels suggest Hot from {cut.hot:g}, Warm from {cut.warm:g}."
    )


def _labelled(file: Path | None) -> list["Labelled"]:
    """What the file holds, or what this installation knows. Raises TooFewLabels, UnusableFile."""
    found = _in_file(file) if file else _in_database()
    if missing := {"Hot", "Warm", "Cold"} - {each.label.value for each in found}:
        raise TooFewLabels(
            f"{file or 'The database'} has no conversation labelled {min(missing).lower()}; "
            "some of each of hot, warm and cold are needed."
        )
    return found


def _in_file(file: Path) -> list["Labelled"]:
    from lib.labelled import read

    size = file.stat().st_size if file.is_file() else None
    with bar(file.name, size) as progress:
        return list(told(read(file, progress.reach)))


def _in_database() -> list["Labelled"]:
    from lib import database, labels

    with database.reading(migrated()) as connection:
        return list(labels.known(connection))


def _agreement(
    labelled: list["Labelled"], encoder: "Encoder", using: "ExemplarSet"
) -> dict[str, Any]:
    import numpy as np

    from embeddings.calibration import TEMPERATURES, score_of
    from embeddings.evaluation import evaluate, interval, shares
    from lib import assessment

    found = assessment.score([each.conversation for each in labelled], encoder, using)
    pairs = [(each.label.value, one) for each, one in zip(labelled, found, strict=True) if one]
    labels = [label for label, _ in pairs]
    chances = np.array([astuple(one.probabilities) for _, one in pairs])
    scores = score_of(chances)
    known = np.array(labels)
    result = evaluate(labels, chances, using.thresholds)
    spread = shares(labels, scores, using.thresholds)
    return {
        "conversations": result.conversations,
        "without_score": len(labelled) - len(pairs),
        "unsure": sum(one.unsure for _, one in pairs),
        "lead_auc": result.lead_auc,
        "lead_auc_interval": interval(known != "Cold", scores),
        "hot_auc": result.hot_auc,
        "hot_auc_interval": interval(known == "Hot", scores),
        "macro_f1": result.macro_f1,
        "ece": result.ece,
        "brier": result.brier,
        "thresholds": {"hot": using.thresholds.hot, "warm": using.thresholds.warm},
        "confusion": {
            label: dict(zip(TEMPERATURES, row, strict=True))
            for label, row in zip(TEMPERATURES, result.confusion, strict=True)
        },
        "temperatures": {name: asdict(share) for name, share in spread.items()},
    }
