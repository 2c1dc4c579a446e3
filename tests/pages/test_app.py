"""The app around the pages: how it starts, and what it says when a page breaks."""

import logging
import subprocess
import sys

import pytest
from streamlit.testing.v1 import AppTest

from lib.config import ROOT

FIRST_PAINT = """
import sys
import app
from streamlit.testing.v1 import AppTest

page = AppTest.from_file("pages/navigation.py", default_timeout=60).run()
assert not page.exception and page.title[0].value == "Leads"
print(*({"torch", "transformers", "sentence_transformers"} & set(sys.modules)))
"""


def test_the_first_paint_of_the_list_does_without_torch(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    command = [sys.executable, "-c", FIRST_PAINT]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_a_page_that_breaks_says_what_to_do_and_leaves_the_rest_to_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken() -> None:
        import app

        app.unexpected(RuntimeError("column leads.shoe_size does not exist"))

    with caplog.at_level(logging.ERROR):
        page = AppTest.from_function(broken).run()
    (told,) = page.error
    assert "Reload" in told.value
    assert "shoe_size" not in told.value
    assert "shoe_size" in caplog.text
