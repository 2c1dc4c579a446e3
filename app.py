"""The ASGI app: the pages, the API under /api, and what must be there before the first request."""

import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from typing import Any

import pandas  # noqa: F401 plotly asks for it, and two pages that load it at once find it half loaded
import streamlit as st
from starlette.routing import Mount

from lib import api, database, worker
from lib.config import Settings

log = logging.getLogger(__name__)


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[dict[str, Any]]:
    """Bring the tables up to date, and keep a scoring worker beside the app."""
    settings = Settings.read(os.environ)
    database.migrate(database.engine())
    async with worker.child() if settings.start_worker else nullcontext():
        yield {}


def unexpected(error: Exception) -> bool:
    """Tell the log what broke, and the person what to do."""
    log.error("a page failed", exc_info=error)
    st.error(
        "Something went wrong that should not have. Reload the "
        "page; if this stays, the log of the app says what it was.",
        icon=":material/warning:",
    )
    return True  # it is shown; Streamlit's own box would only say less


app = st.App(
    "pages/navigation.py",
    routes=[Mount("/api", routes=api.routes)],
    lifespan=lifespan,
    on_script_error=unexpected,
)
