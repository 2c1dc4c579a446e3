import hashlib
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from embeddings import encoder
from embeddings.encoder import (
    MODEL_SHA256,
    SentenceEncoder,
    UnusableModel,
    as_stored,
    batches,
    model_identity,
    packaged_model,
)
from embeddings.exemplars import ExemplarSet, starter_set
from embeddings.scoring import Assessment, assess
from embeddings.utterances import Turn, texts_of, utterances

CHATS = Path(__file__).with_name("chats.txt")


def test_the_identity_names_the_model_and_its_weights_without_torch() -> None:
    script = (
        "import sys; from embeddings.encoder import SentenceEncoder, model_identity;"
        "print(model_identity(), SentenceEncoder().identity, 'torch' in sys.modules)"
    )
    said = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout
    assert said.split() == [f"all-MiniLM-L6-v2@{MODEL_SHA256[:12]}"] * 2 + ["False"]


def test_another_folder_is_identified_by_its_own_weights(tmp_path: Path) -> None:
    folder = tmp_path / "our-model"
    folder.mkdir()
    (folder / "model.safetensors").write_bytes(b"weights")
    assert model_identity(folder) == f"our-model@{hashlib.sha256(b'weights').hexdigest()[:12]}"


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableModel, match="no safetensors weights"):
        SentenceEncoder(tmp_path).encode(["hello"])


def test_weights_other_than_the_known_ones_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"tampered")
    monkeypatch.setattr(encoder, "packaged_model", lambda: tmp_path)
    with pytest.raises(UnusableModel, match="SHA-256 differs"):
        SentenceEncoder().encode(["hello"])


def test_a_missing_package_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "MODEL_PACKAGE", "no_such_model")
    with pytest.raises(UnusableModel, match="no_such_model is not installed"):
        packaged_model()


def test_no_texts_load_nothing(tmp_path: Path) -> None:
    assert SentenceEncoder(tmp_path).encode([]).shape == (0, 0)


def test_batches_hold_texts_of_one_length_and_every_text_once() -> None:
    lengths = [3, 5, 3, 256, 5, 3] * 400
    found = list(batches(lengths))
    assert sorted(row for batch in found for row in batch) == list(range(len(lengths)))
    for batch in found:
        assert len({lengths[row] for row in batch}) == 1
        assert len(batch) * lengths[batch[0]] <= encoder.TOKENS_A_BATCH


def test_rounding_for_storage_is_done_once() -> None:
    rows = np.random.default_rng(0).normal(size=(3, 8))
    assert np.array_equal(as_stored(as_stored(rows)), as_stored(rows))


@pytest.fixture(scope="module")
def real() -> SentenceEncoder:
    return SentenceEncoder()


@pytest.fixture(scope="module")
def shipped(real: SentenceEncoder) -> ExemplarSet:
    return starter_set(real)


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def judged(line: str, real: SentenceEncoder, shipped: ExemplarSet) -> Assessment:
    turns = [
        Turn("assistant", part[3:]) if part.startswith("A: ") else Turn("visitor", part)
        for part in line.split(" | ")
    ]
    said = [utterances(turns)]
    texts = texts_of(said)
    rows = {text: row for row, text in enumerate(texts)}
    (found,) = assess(said, rows, real.encode(texts), shipped)
    assert found
    return found


@pytest.mark.model
@pytest.mark.usefixtures("no_network")
def test_the_real_model_gives_stored_unit_rows_in_order_and_offline() -> None:
    texts = ["book it", "what does the large one cost per month?", "book it", ""]
    found = SentenceEncoder(precision="float32").encode(texts)
    assert found.shape == (4, 384)
    assert found.dtype == np.float32
    assert np.linalg.norm(found, axis=1) == pytest.approx(np.ones(4), abs=1e-3)
    assert np.array_equal(found[0], found[2])
    assert np.array_equal(found.astype(np.float16).astype(np.float32), found)
    assert os.environ["HF_HUB_OFFLINE"] == "1"


@pytest.mark.model
def test_a_text_has_the_same_vector_beside_any_others(real: SentenceEncoder) -> None:
    texts = [f"I would like {n} of them" for n in range(300)] + ["yes", "Why is it so " * 60]
    together = real.encode(texts)
    for row in (0, 150, 299, 300, 301):
        assert np.array_equal(real.encode([texts[row]])[0], together[row])


@pytest.mark.model
def test_either_precision_gives_nearly_the_same_vectors() -> None:
    texts = ["Can I get a demo on Thursday?", "my login is broken", "yes"]
    short, full = (SentenceEncoder(precision=p).encode(texts) for p in ("bfloat16", "float32"))
    assert (short * full).sum(axis=1) == pytest.approx(np.ones(3), abs=2e-3)


@pytest.mark.model
def test_a_model_in_a_folder_of_ones_own_is_loaded(tmp_path: Path, real: SentenceEncoder) -> None:
    folder = tmp_path / "ours"
    shutil.copytree(packaged_model(), folder)
    ours = SentenceEncoder(folder)
    assert ours.identity == f"ours@{MODEL_SHA256[:12]}"
    assert np.array_equal(ours.encode(["hello"]), real.encode(["hello"]))


@pytest.mark.model
def test_a_buyer_outranks_a_question_and_that_a_support_case(
    real: SentenceEncoder, shipped: ExemplarSet
) -> None:
    hot, warm, cold = (
        judged(line, real, shipped)
        for line in (
            "We want to buy forty licences, who do we pay? | A: Shall I send the invoice? | Yes",
            "How much is the team plan?",
            "I can't log in since yesterday",
        )
    )
    assert (hot.temperature, warm.temperature, cold.temperature) == ("Hot", "Warm", "Cold")
    assert hot.score > warm.score > cold.score
    assert cold.intent == "Support problem"


@pytest.mark.model
def test_typical_chats_land_where_they_should(real: SentenceEncoder, shipped: ExemplarSet) -> None:
    lines = [line for line in CHATS.read_text("utf-8").splitlines() if line[:1] != "#"]
    labels, chats = zip(*(line.split(" | ", 1) for line in lines), strict=True)
    found = [judged(chat, real, shipped).temperature for chat in chats]
    right = [label.capitalize() == called for label, called in zip(labels, found, strict=True)]
    assert sum(right) / len(right) >= 0.8


@pytest.mark.model
@pytest.mark.parametrize(
    "line",
    [
        "buy buy buy price price",
        "buy demo quote price order trial contact sales now",
        "order order order order",
        "price | A: Of what? | price price | A: Sorry? | price buy price",
    ],
)
def test_heaped_keywords_are_not_hot(
    line: str, real: SentenceEncoder, shipped: ExemplarSet
) -> None:
    assert judged(line, real, shipped).temperature == "Cold"


@pytest.mark.model
def test_without_its_best_message_a_hot_chat_scores_less(
    real: SentenceEncoder, shipped: ExemplarSet
) -> None:
    parts = ["Do you have an API?", "Good, we would like to buy it", "Where do I sign?"]
    whole = judged(" | ".join(parts), real, shipped)
    best = max(whole.evidence, key=lambda evidence: evidence.points)
    rest = [part for position, part in enumerate(parts) if position != best.position]
    assert judged(" | ".join(rest), real, shipped).score < whole.score


@pytest.mark.model
def test_another_language_is_said_to_be_unsure(real: SentenceEncoder, shipped: ExemplarSet) -> None:
    assert judged("kan jag boka ett bord i morgon kväll", real, shipped).unsure
