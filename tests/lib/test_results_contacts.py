"""Several contact details of a kind are stored, each once, the one to show first."""

from sqlalchemy import Connection, select

from lib import ingest
from lib.domain import Contact, Conversation, Found, Message, Role
from lib.results import Derived, write
from lib.schema import contacts, conversations
from tests.rows import NOW


def stored(connection: Connection, contact: Contact) -> list[tuple[object, ...]]:
    said = [Message(Role.VISITOR, "ana@globex.com or +1 415 555 0134", NOW)]
    ingest.record(connection, [Conversation("website", "a", said)], now=NOW)
    chat = connection.execute(select(conversations)).one()
    write(connection, [Derived(chat.id, chat.revision, None, contact, b"")], set_id=1, now=NOW)
    c = contacts.c
    query = select(c.kind, c.rank, c.value, c.identity, c.position).order_by(c.kind, c.rank)
    return [tuple(row) for row in connection.execute(query)]


def test_further_ones_stand_after_the_one_that_is_shown(connection: Connection) -> None:
    contact = Contact(
        email=Found("ana@globex.com", 0, 0, 14),
        phone=Found("+14155550134"),
        others=(
            ("email", Found("Ana+home@initech.com", 2, 3, 23)),
            ("phone", Found("+442079460123", 4, 0, 13)),
            ("email", Found("ana@tents.org", 6, 0, 13)),
        ),
    )
    assert stored(connection, contact) == [
        ("email", 0, "ana@globex.com", "ana@globex.com", 0),
        ("email", 1, "Ana+home@initech.com", "ana@initech.com", 2),
        ("email", 2, "ana@tents.org", "ana@tents.org", 6),
        ("phone", 0, "+14155550134", "+14155550134", None),
        ("phone", 1, "+442079460123", "+442079460123", 4),
    ]


def test_a_value_that_comes_twice_is_stored_once(connection: Connection) -> None:
    same = Found("ana@globex.com", 3, 0, 14)
    contact = Contact(email=Found("ana@globex.com", 0, 0, 14), others=(("email", same),) * 2)
    assert stored(connection, contact) == [("email", 0, "ana@globex.com", "ana@globex.com", 0)]
