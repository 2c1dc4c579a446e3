"""A POST ends within its time, whatever is at the other end, and says in words what went wrong."""

import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from lib.addresses import NoAnswer
from lib.posting import MOST_READ, MOST_TOLD, Answer, post
from tests.lib.outgoing.receiver import Receiver, receiving


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as server:
        yield server


def send(url: str, **values: Any) -> Answer:
    return post(url, b"{}", {"X-Own": "1"}, **{"private": True, **values})


def test_body_headers_path_and_query_arrive_as_they_are(receiver: Receiver) -> None:
    answer = send(f"{receiver.url}/services/T0/B%2F1?token=a&b=ü")
    assert answer == Answer(200, "ok")
    (got,) = receiver.received
    assert (got.path, got.body) == ("/services/T0/B%2F1?token=a&b=%C3%BC", b"{}")
    assert got.headers["x-own"] == "1"
    assert got.headers["host"] == f"127.0.0.1:{receiver.server_port}"


def test_a_redirect_is_not_followed(receiver: Receiver) -> None:
    receiver.answers = [302]
    assert send(receiver.url).status == 302
    assert len(receiver.received) == 1


def test_of_an_answer_no_more_is_read_than_is_needed(receiver: Receiver) -> None:
    receiver.says = b"no\x00\x1b[31m " + b"x" * (20 * MOST_READ)
    answer = send(receiver.url)
    assert answer.text.startswith("no[31m xxx")
    assert len(answer.text) == MOST_TOLD


def test_an_answer_that_comes_byte_by_byte_ends_with_the_time(receiver: Receiver) -> None:
    receiver.says, receiver.dripping = b"x" * 1000, 0.05
    began = time.monotonic()
    with pytest.raises(NoAnswer, match=r"within 0\.3 seconds"):
        send(receiver.url, seconds=0.3)
    assert time.monotonic() - began < 2
    assert receiver.closed.wait(5), "the connection was left open"


def test_a_name_that_is_looked_up_for_ever_ends_with_the_time(receiver: Receiver) -> None:
    def slow(*_: object, **__: object) -> list[Any]:
        time.sleep(0.6)
        return [(socket.AF_INET, 1, 6, "", ("127.0.0.1", receiver.server_port))]

    with pytest.raises(NoAnswer, match="within"):
        send("http://slow.example.com/", seconds=0.2, lookup=slow)
    time.sleep(0.8)
    assert receiver.received == []  # nor is it sent once nobody waits any more


def test_a_port_that_nobody_listens_on(receiver: Receiver) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(NoAnswer, match="Nothing takes connections"):
        send(f"http://127.0.0.1:{port}/")


def test_a_server_without_tls_is_not_sent_to_over_https(receiver: Receiver) -> None:
    with pytest.raises(NoAnswer, match="TLS"):
        send(receiver.url.replace("http:", "https:"))
    assert receiver.received == []


def test_what_is_no_http_is_said(receiver: Receiver) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def hang_up() -> None:
            connection, _ = server.accept()
            connection.recv(100)
            connection.close()

        Thread(target=hang_up, daemon=True).start()
        with pytest.raises(NoAnswer, match="broke off"):
            send(f"http://127.0.0.1:{port}/")


def test_the_connection_goes_to_the_address_that_was_checked(receiver: Receiver) -> None:
    """A name that means another address at the next look-up (DNS rebinding) gains nothing."""
    looked_up: list[str] = []

    def once(host: str, port: int, **_: object) -> list[Any]:
        looked_up.append(host)
        return [(socket.AF_INET, 1, 6, "", ("127.0.0.1", port))]

    answer = send(f"http://hooks.example.com:{receiver.server_port}/", lookup=once)
    assert answer.status == 200
    assert looked_up == ["hooks.example.com"]
    assert receiver.received[0].headers["host"] == f"hooks.example.com:{receiver.server_port}"


def test_the_next_address_of_a_name_is_tried(receiver: Receiver) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        dead = free.getsockname()[1]
    both = [
        (socket.AF_INET, 1, 6, "", ("127.0.0.1", port)) for port in (dead, receiver.server_port)
    ]
    assert send("http://hooks.example.com/", lookup=lambda *_, **__: both).status == 200


@pytest.mark.skipif(not shutil.which("openssl"), reason="makes the certificate of the receiver")
def test_a_certificate_that_nobody_vouches_for_is_refused(
    receiver: Receiver, tmp_path: Path
) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"),
            *("-subj", "/CN=localhost", "-keyout", key, "-out", certificate),
        ],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    receiver.socket = context.wrap_socket(receiver.socket, server_side=True)
    with pytest.raises(NoAnswer, match="certificate is not to be trusted"):
        send(f"https://localhost:{receiver.server_port}/")
    assert receiver.received == []
