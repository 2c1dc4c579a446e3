"""The rules of the house, held: who may import whom, and how large a module may grow."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ENCODING = {
    "lib.archive",
    "lib.assessment",
    "lib.commands.quality",
    "lib.commands.score",
    "lib.differences",
    "lib.drafts",
    "lib.encoded",
    "lib.exemplar_rows",
    "lib.gaps",
    "lib.ledger",
    "lib.mapping",
    "lib.exemplars",
    "lib.judged",
    "lib.known",
    "lib.quality",
    "lib.replay",
    "lib.rescoring",
    "lib.results",
    "lib.scorer",
    "lib.thresholds",
    "lib.trying",
    "lib.vectors",
}

# What a module may not import, by the longest prefix of its name that stands here.
FORBIDDEN = {
    "app": {"sqlalchemy", "embeddings", "polars", "plotly", "torch"},
    "pages": {"sqlalchemy", "embeddings", "torch", "sentence_transformers"},
    "lib": {"pages", "streamlit", "st_aggrid", "torch", "sentence_transformers"},
    "lib.domain": {"lib", "embeddings", "sqlalchemy", "polars", "numpy", "pydantic", "starlette"},
    "lib.charts": {"sqlalchemy", "lib.database", "lib.schema", "lib.queries"},
    "lib.grid": {"sqlalchemy", "lib.database", "lib.schema", "lib.queries"},
    "lib.addresses": {"sqlalchemy", "lib.database", "lib.schema", "lib.queries"},
    "lib.announcement": {"sqlalchemy", "lib.database", "lib.schema", "lib.queries"},
    "lib.posting": {"sqlalchemy", "lib.database", "lib.schema", "lib.queries"},
    "lib.signature": {"sqlalchemy", "lib.database", "lib.schema", "lib.queries"},
    "lib.palette": {"sqlalchemy", "lib.database", "lib.schema", "lib.queries"},
    "lib.contacts": {"sqlalchemy", "lib.database", "lib.schema", "lib.queries", "polars"},
    "embeddings": {"lib", "pages", "streamlit", "sqlalchemy", "polars", "plotly"},
}
MODULES = sorted(
    path
    for room in ("app.py", "pages", "lib", "embeddings")
    for path in ([ROOT / room] if room.endswith(".py") else (ROOT / room).rglob("*.py"))
)


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported(path: Path) -> Iterator[str]:
    """Every dotted name that a module imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "name modules in full"
            assert node.module
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def prefixes(name: str) -> Iterator[str]:
    parts = name.split(".")
    return (".".join(parts[:count]) for count in range(len(parts), 0, -1))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_point_inward(path: Path) -> None:
    room = next(prefix for prefix in prefixes(name_of(path)) if prefix in FORBIDDEN)
    everything = {prefix for name in imported(path) for prefix in prefixes(name)}
    assert not everything & FORBIDDEN[room]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_a_few_modules_encode_or_score(path: Path) -> None:
    name = name_of(path)
    if not name.startswith("embeddings") and ENCODING.isdisjoint(prefixes(name)):
        assert not {"embeddings"} & {prefix for i in imported(path) for prefix in prefixes(i)}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_is_one_concept_of_readable_size(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 250


def test_there_are_no_drawers() -> None:
    drawers = {"utils", "util", "helpers", "common", "misc", "models", "services"}
    assert not [path for path in MODULES if drawers & set(path.with_suffix("").parts)]
