"""The pages as Streamlit runs them, without a browser."""

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
import streamlit as st
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from lib import database, encoded, ingest
from lib.config import ROOT, Settings
from lib.domain import Conversation
from lib.scorer import Scorer
from tests.fakes import WordEncoder
from tests.rows import NOW

Open = Callable[..., AppTest]
Score = Callable[..., Scorer]


@pytest.fixture
def open_page(url: str, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open a page, as a link with parameters does, on the test's database."""
    monkeypatch.setenv("DATABASE_URL", url)

    def open_(page: str = "leads.py", **parameters: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "pages" / "navigation.py"), default_timeout=30)
        for name, value in parameters.items():
            app.query_params[name] = value
        app.run()
        return app if page == "leads.py" else app.switch_page(page).run()

    return open_


@pytest.fixture
def score(
    engine: Engine, settings: Settings, encoder: WordEncoder, monkeypatch: pytest.MonkeyPatch
) -> Score:
    """Take conversations in and score them with the stand-in, which the pages encode with, too."""
    st.cache_resource.clear()
    st.cache_data.clear()
    monkeypatch.setattr(encoded, "encoder_of", lambda _: encoder)

    def score(*chats: Conversation) -> Scorer:
        with database.writing(engine) as connection:
            ingest.record(connection, chats, now=NOW)
        scorer = Scorer(engine, settings, encoder)
        scorer.score_some()
        return scorer

    return score


def grid_rows(app: AppTest) -> pl.DataFrame:
    """What the grid on the page shows."""
    grid = next(each for each in app.main if each.type == "component_instance")
    data: Any = grid.proto.special_args[0].arrow_dataframe.data.data
    return pl.read_ipc_stream(data)
