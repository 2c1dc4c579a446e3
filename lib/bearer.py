"""Tokens in requests: which one came, and whether it opens this door."""

from datetime import UTC, datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from lib import access, database
from lib.access import Token
from lib.domain import Right
from lib.endpoint import Refusal

WRONG_RIGHT = {
    Right.SEND: "This token may only read leads. Make one that may send: "
    "python -m lib token create --source NAME",
    Right.READ: "This token may only send conversations. Make one that may read: "
    "python -m lib token create --source NAME --right read",
}


async def token_with(right: Right, request: Request) -> Token:
    """The token that came with a request. Raises Refusal where there is none with that right."""
    presented = _presented(request)
    token = await run_in_threadpool(_known, presented)
    if token is None:
        raise _unauthorized("This token is unknown, expired or revoked.")
    if token.right is not right:
        raise Refusal(403, WRONG_RIGHT[right])
    return token


def _presented(request: Request) -> str:
    """The token of the request; two of them are as good as none."""
    given = request.headers.getlist("authorization")
    scheme, _, token = given[0].partition(" ") if len(given) == 1 else ("", "", "")
    if scheme.lower() != "bearer" or not token.strip():
        raise _unauthorized("Send a token, as in Authorization: Bearer leads_…")
    return token.strip()


def _unauthorized(error: str) -> Refusal:
    return Refusal(401, error, WWW_Authenticate="Bearer")


def _known(presented: str) -> Token | None:
    with database.reading(database.engine()) as connection:
        return access.token_of(connection, presented, now=datetime.now(UTC))
