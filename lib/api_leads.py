"""GET /api/leads, for whoever keeps leads elsewhere, as docs/outgoing.md promises it."""

import os
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from lib import database, lead_parameters
from lib.bearer import token_with
from lib.config import Settings
from lib.domain import Right
from lib.endpoint import Endpoint, Refusal, answered
from lib.lead_json import lead_as_json, url_of
from lib.lead_parameters import Asked, BadParameter
from lib.queries.lead_pages import lead_page

NOT_KEPT = {"Cache-Control": "no-store"}  # by whatever stands in between: it tells of people


class Leads(Endpoint):
    """Gives leads, a page at a time, to a system whose token may read them."""

    async def answer(self, request: Request) -> Response:
        """The leads that were asked for, and the cursor of the next page."""
        await token_with(Right.READ, request)
        try:
            asked = lead_parameters.read(request.query_params)
        except BadParameter as error:
            raise Refusal(422, str(error)) from error
        return answered(200, await run_in_threadpool(_page, asked), NOT_KEPT)


def _page(asked: Asked) -> dict[str, Any]:
    with database.reading(database.engine()) as connection:
        found, place = lead_page(
            connection, asked.wanted, order=asked.order, after=asked.after, limit=asked.limit
        )
    base = Settings.read(os.environ).url
    return {
        "leads": [
            {**lead_as_json(row), "url": url_of(row["id"], base)}
            for row in found.iter_rows(named=True)
        ],
        "next": lead_parameters.cursor_of(place) if place else None,
    }
