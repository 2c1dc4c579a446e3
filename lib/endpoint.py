"""What all endpoints of the API share: answers in JSON whatever happens, and bodies that fit."""

from typing import Any

from starlette.endpoints import HTTPEndpoint
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from lib.domain import Unavailable

LARGEST_BODY = 5 << 20
RETRY_AFTER = 5  # seconds


class Refusal(Exception):
    """A request that ends here, with this answer."""

    def __init__(self, status: int, error: str, *, code: str | None = None, **headers: str) -> None:
        self.status = status
        self.content = {"error": error} | ({"code": code} if code else {})
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
            response = answered(refusal.status, refusal.content, refusal.headers)
        except Unavailable as error:
            response = answered(503, {"error": str(error)}, {"Retry-After": str(RETRY_AFTER)})
        except ClientDisconnect:
            response = Response(status_code=400)  # which nobody is there to read
        await response(self.scope, self.receive, self.send)

    async def answer(self, request: Request) -> Response:
        """What this endpoint is for."""
        raise NotImplementedError


def answered(
    status: int, content: dict[str, Any], headers: dict[str, str] | None = None
) -> Response:
    """An answer in JSON."""
    return JSONResponse(content, status, headers)


def check_type(request: Request) -> None:
    """Raise Refusal for a body that is not JSON as it is."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Refusal(415, "Send JSON, with the header Content-Type: application/json.")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Refusal(415, "Send the body as it is, without Content-Encoding.")


async def read_body(request: Request) -> bytes:
    """The body, counted while it comes in: what the sender says of its length is not trusted."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise Refusal(413, f"A request may have {LARGEST_BODY >> 20} MiB at most.")
    return bytes(body)
