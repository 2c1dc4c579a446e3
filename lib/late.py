"""What came to a lead after a merge, and to whom it belongs once the merge is undone."""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection

from lib.holdings import Holdings, Identity, held, move, who_is_in


def give_back(connection: Connection, late: Holdings, *, of: int, to: Collection[int]) -> None:
    """Of what came to a lead since, give each lead what its e-mails and phones lead to.

    A conversation goes by its e-mail, else by its phone. An e-mail or a phone that came up since
    goes with the first conversation that it was said in.
    """
    owners = _owners(connection, [of, *to], late)
    chats = _decide(who_is_in(connection, late.conversations), owners)
    for lead_id in to:
        its = Holdings(
            frozenset(id for id, owner in chats.items() if owner == lead_id),
            frozenset(each for each in late.identities if owners.get(each) == lead_id),
        )
        move(connection, its, of=of, to=lead_id)


def _owners(
    connection: Connection, lead_ids: Collection[int], late: Holdings
) -> dict[Identity, int]:
    """Whose the identities are that were there before, or were said in conversations that were."""
    holdings = {lead_id: held(connection, lead_id) - late for lead_id in lead_ids}
    owners = {each: lead_id for lead_id, its in holdings.items() for each in its.identities}
    for lead_id, its in holdings.items():
        for said in who_is_in(connection, its.conversations).values():
            for each in said:
                owners.setdefault(each, lead_id)
    return owners


def _decide(who: Mapping[int, list[Identity]], owners: dict[Identity, int]) -> Mapping[int, int]:
    """Whose each conversation is; identities that nobody owned go along, and tell of others."""
    chats: dict[int, int] = {}
    while found := {
        id: owner
        for id, said in who.items()
        if id not in chats and (owner := _owner(said, owners)) is not None
    }:
        chats |= found
        for id in sorted(found):
            for each in who[id]:
                owners.setdefault(each, found[id])
    return chats


def _owner(who: list[Identity], owners: Mapping[Identity, int]) -> int | None:
    return next((owners[each] for each in who if each in owners), None)
