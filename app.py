"""The ASGI app: the pages, the API under /api, and what must be there before the first request."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from typing import Any

import streamlit as st
from starlette.routing import Mount

from lib import api, database, worker
from lib.config import Settings


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[dict[str, Any]]:
    """Bring the tables up to date, and keep a scoring worker beside the app."""
    settings = Settings.read(os.environ)
    database.migrate(database.engine())
    async with worker.child() if settings.start_worker else nullcontext():
        yield {}


app = st.App("pages/navigation.py", routes=[Mount("/api", routes=api.routes)], lifespan=lifespan)
