"""What leads hold: their conversations, and the e-mails and phones that lead to them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Self

from sqlalchemy import Connection, and_, select, tuple_, update

from lib.schema import contacts, lead_conversations, lead_identities

Identity = tuple[str, str]  # its kind and its value


@dataclass(frozen=True, slots=True)
class Holdings:
    """Conversations by id, and identities."""

    conversations: frozenset[int] = frozenset()
    identities: frozenset[Identity] = frozenset()

    def __or__(self, other: Self) -> "Holdings":
        return Holdings(
            self.conversations | other.conversations, self.identities | other.identities
        )

    def __sub__(self, other: Self) -> "Holdings":
        return Holdings(
            self.conversations - other.conversations, self.identities - other.identities
        )

    def plain(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {
            "conversations": sorted(self.conversations),
            "identities": sorted(map(list, self.identities)),
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "Holdings":
        """What `plain` gave."""
        return cls(
            frozenset(plain["conversations"]),
            frozenset((kind, value) for kind, value in plain["identities"]),
        )


def who_is_in(connection: Connection, ids: Collection[int]) -> Mapping[int, list[Identity]]:
    """Who each conversation is with: its e-mails first, since they say it most surely."""
    c = contacts.c
    query = (
        select(c.conversation_id, c.kind, c.identity)
        .where(c.conversation_id.in_(ids), c.identity.is_not(None))
        .order_by(c.kind, c.rank)
    )
    found: dict[int, list[Identity]] = defaultdict(list)
    for row in connection.execute(query):
        if (who := (row.kind, row.identity)) not in found[row.conversation_id]:
            found[row.conversation_id].append(who)
    return found


def held(connection: Connection, lead_id: int) -> Holdings:
    """What a lead holds now."""
    link, who = lead_conversations.c, lead_identities.c
    chats = select(link.conversation_id).where(link.lead_id == lead_id)
    people = select(who.kind, who.value).where(who.lead_id == lead_id)
    return Holdings(
        frozenset(connection.scalars(chats)),
        frozenset((row.kind, row.value) for row in connection.execute(people)),
    )


def move_all(connection: Connection, lead_ids: Collection[int], *, to: int) -> None:
    """Give all that some leads hold to another one."""
    for table in (lead_conversations, lead_identities):
        there = table.c.lead_id.in_(lead_ids)
        connection.execute(update(table).where(there).values(lead_id=to))


def move(connection: Connection, holdings: Holdings, *, of: int, to: int) -> None:
    """Give a part of what a lead holds to another one; what it no longer holds stays away."""
    link, who = lead_conversations.c, lead_identities.c
    some = {
        lead_conversations: link.conversation_id.in_(holdings.conversations),
        lead_identities: tuple_(who.kind, who.value).in_(holdings.identities),
    }
    for table, which in some.items():
        there = and_(table.c.lead_id == of, which)
        connection.execute(update(table).where(there).values(lead_id=to))
