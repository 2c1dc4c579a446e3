"""What came to a lead after a merge, and to whom it belongs once the merge is undone."""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, select

from lib.holdings import Holdings, Identity, held, move, who_is_in
from lib.schema import lead_identities


def give_back(connection: Connection, late: Holdings, *, of: int, to: Collection[int]) -> None:
    """Of what came to a lead since, give each lead what its e-mails and phones lead to.

    A conversation goes by its e-mail, else by its phone. An e-mail or a phone that came up in such
    conversations only goes along.
    """
    who = who_is_in(connection, late.conversations)
    owners = _owners(connection, [of, *to])
    for lead_id in to:
        chats = {id for id in late.conversations if _owner(who[id], owners) == lead_id}
        rest = held(connection, of).conversations - chats
        elsewhere = {each for said in who_is_in(connection, rest).values() for each in said}
        own = {each for id in chats for each in who[id]} & late.identities - elsewhere
        move(connection, Holdings(frozenset(chats), frozenset(own)), of=of, to=lead_id)


def _owners(connection: Connection, lead_ids: Collection[int]) -> Mapping[Identity, int]:
    c = lead_identities.c
    query = select(c.kind, c.value, c.lead_id).where(c.lead_id.in_(lead_ids))
    return {(row.kind, row.value): row.lead_id for row in connection.execute(query)}


def _owner(who: list[Identity], owners: Mapping[Identity, int]) -> int | None:
    return next((owners[each] for each in who if each in owners), None)
