"""A real browser, and the app to use it with."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.chromium import FLAGS, executable
from tests.browser.server import served

PATIENCE = 60_000  # milliseconds; a busy machine is slow, a broken page never comes


@pytest.fixture
def url(sqlite_url: str) -> str:
    """The engine and settings of these tests are on the database that is served."""
    return sqlite_url


@pytest.fixture
def address(url: str) -> Iterator[str]:
    """Where the app is served: a fresh process that nobody visited yet."""
    with served(url) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium that asks nothing of the outside.

    It ends with its module: while it lives, its event loop runs in the main thread, and no
    other test could run one of its own.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A window of an ordinary desktop."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000})
    context.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    yield context.new_page()
    context.close()
