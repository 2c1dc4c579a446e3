"""One POST to an address that somebody typed in: guarded, bounded in time and size."""

import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from http.client import HTTPConnection, HTTPException
from threading import Thread
from typing import NamedTuple
from urllib.parse import SplitResult, quote, urlsplit

from lib.addresses import Address, Lookup, NoAnswer, resolve

SECONDS = 5.0  # from the look-up of the name to the end of the answer
MOST_READ = 64 << 10  # bytes of an answer
MOST_TOLD = 200  # characters of it
AS_IT_IS = "%/:=&?~+!$,;'@()*[]"


class Answer(NamedTuple):
    """What came back: the status, and the beginning of what was said, printable, on one line."""

    status: int
    text: str


def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    private: bool,
    seconds: float = SECONDS,
    lookup: Lookup = socket.getaddrinfo,
) -> Answer:
    """Send a body and read the answer; redirects are not followed, proxies not used.

    Raises NoAnswer, in plain words, where there is none within the time.
    """
    attempt = _Attempt(urlsplit(url), body, headers, private, seconds, lookup)
    # In a thread of its own: neither the look-up of a name nor an answer that comes byte by byte
    # can be given a time-out otherwise.
    thread = Thread(target=attempt.run, daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        attempt.end()
        raise NoAnswer(f"There was no answer within {seconds:g} seconds.")
    if isinstance(attempt.outcome, Answer):
        return attempt.outcome
    raise _in_words(attempt.outcome)


class _Attempt:
    def __init__(
        self,
        url: SplitResult,
        body: bytes,
        headers: Mapping[str, str],
        private: bool,
        seconds: float,
        lookup: Lookup,
    ) -> None:
        self.url = url
        self.body = body
        self.headers = headers
        self.private = private
        self.seconds = seconds
        self.lookup = lookup
        self.ended = False
        self.connection: _Pinned | None = None
        self.outcome: Answer | Exception = NoAnswer("Nothing was sent.")

    def run(self) -> None:
        try:
            self.outcome = self._post()
        except Exception as error:  # it is raised again by who waits for it
            self.outcome = error
        finally:
            if self.connection:
                self.connection.close()

    def end(self) -> None:
        """Break it off, which ends the thread that reads or is still to connect."""
        self.ended = True
        if self.connection and self.connection.opened:
            with suppress(OSError):  # it ended by itself
                self.connection.opened.shutdown(socket.SHUT_RDWR)

    def _post(self) -> Answer:
        secure = self.url.scheme == "https"
        host = (self.url.hostname or "").encode("idna").decode()
        port = self.url.port or (443 if secure else 80)
        addresses = resolve(host, port, private=self.private, lookup=self.lookup)
        self.connection = _Pinned(host, port, addresses, secure=secure, seconds=self.seconds)
        self.connection.connect()
        if self.ended:
            raise NoAnswer("The connection was not there in time.")
        query = f"?{self.url.query}" if self.url.query else ""
        path = quote((self.url.path or "/") + query, safe=AS_IT_IS)
        self.connection.request("POST", path, self.body, dict(self.headers))
        response = self.connection.getresponse()
        return Answer(response.status, _readable(response.read(MOST_READ)))


class _Pinned(HTTPConnection):
    """A connection to one of some addresses, whatever the name of the host means by now."""

    def __init__(
        self, host: str, port: int, addresses: list[Address], *, secure: bool, seconds: float
    ) -> None:
        super().__init__(host, port, timeout=seconds)
        self.default_port = 443 if secure else 80
        self.addresses = addresses
        self.secure = secure
        self.seconds = seconds
        self.opened: socket.socket | None = None  # which `sock` forgets once the answer begins

    def connect(self) -> None:
        """Connect to the first address that takes the connection."""
        self.sock = self.opened = self._open()
        if self.secure:
            secure = _trust().wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            self.sock = self.opened = secure
            secure.do_handshake()

    def _open(self) -> socket.socket:
        for last, (family, sockaddr) in enumerate(self.addresses, 1 - len(self.addresses)):
            sock = socket.socket(family, socket.SOCK_STREAM)
            sock.settimeout(self.seconds)
            try:
                sock.connect(sockaddr)
            except OSError:
                sock.close()
                if not last:
                    raise
            else:
                return sock
        raise NoAnswer("There is no address to connect to.")


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


def _readable(answer: bytes) -> str:
    text = " ".join(answer.decode("utf-8", "replace").split())
    return "".join(each for each in text if each.isprintable())[:MOST_TOLD]


def _in_words(error: Exception) -> Exception:
    match error:
        case NoAnswer():
            return error
        case ssl.SSLCertVerificationError():
            return NoAnswer(f"Its certificate is not to be trusted: {error.verify_message}.")
        case ssl.SSLError():
            return NoAnswer("It does not speak TLS as it should; does http:// belong there?")
        case ConnectionRefusedError():
            return NoAnswer("Nothing takes connections at that address and port.")
        case TimeoutError():
            return NoAnswer("It could not be reached in time.")
        case OSError() | HTTPException():
            return NoAnswer(f"The connection broke off ({type(error).__name__}).")
    return error
