"""The pages as Streamlit runs them, without a browser."""

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from lib.config import ROOT

Open = Callable[..., AppTest]


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


def grid_rows(app: AppTest) -> pl.DataFrame:
    """What the grid on the page shows."""
    grid = next(each for each in app.main if each.type == "component_instance")
    data: Any = grid.proto.special_args[0].arrow_dataframe.data.data
    return pl.read_ipc_stream(data)
