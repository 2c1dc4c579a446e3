"""What the endpoints of the API have in common: tokens, and answers in JSON whatever happens."""

from datetime import UTC, datetime
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.endpoints import HTTPEndpoint
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from lib import access, database
from lib.access import Token
from lib.domain import Right, Unavailable

RETRY_AFTER = 5  # seconds
WRONG_RIGHT = {
    Right.SEND: "This token may only read leads. Make one that may send: "
    "python -m lib token create --source NAME",
    Right.READ: "This token may only send conversations. Make one that may read: "
    "python -m lib token create --source NAME --right read",
}


class Refusal(Exception):
    """A request that ends here, with this answer."""

    def __init__(self, status: int, error: str, **headers: str) -> None:
        self.status = status
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}
        super().__init__(error)


class Endpoint(HTTPEndpoint):
    """An endpoint that answers in JSON, whatever happens."""

    allowed = "GET"

    async def dispatch(self) -> None:
        """Answer with what the method gives, or with what stopped it."""
        request = Request(self.scope, receive=self.receive)
        try:
            if request.method not in self.allowed.split(", "):
                raise Refusal(405, f"Only {self.allowed} is possible here.", Allow=self.allowed)
            response = await self.answer(request)
        except Refusal as refusal:
            response = as_json(refusal.status, {"error": str(refusal)}, refusal.headers)
        except Unavailable as error:
            response = as_json(503, {"error": str(error)}, {"Retry-After": str(RETRY_AFTER)})
        except ClientDisconnect:
            response = Response(status_code=400)  # which nobody is there to read
        await response(self.scope, self.receive, self.send)

    async def answer(self, request: Request) -> Response:
        """What this endpoint is for."""
        raise NotImplementedError


async def token_with(right: Right, request: Request) -> Token:
    """The token that came with a request. Raises Refusal where there is none with that right."""
    presented = _presented(request)
    token = await run_in_threadpool(_known, presented)
    if token is None:
        raise _unauthorized("This token is unknown, expired or revoked.")
    if token.right is not right:
        raise Refusal(403, WRONG_RIGHT[right])
    return token


def as_json(
    status: int, content: dict[str, Any], headers: dict[str, str] | None = None
) -> Response:
    """An answer in JSON."""
    return JSONResponse(content, status, headers)


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
