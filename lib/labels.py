"""What people say conversations truly were: the measure of scores, and what they are fitted to."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, and_, delete, exists, or_, select

from lib import dialogues
from lib.database import AnyRow, insert
from lib.domain import Label, NotFound, Status, Temperature
from lib.labelled import Labelled
from lib.schema import STANDING, conversations, labels, leads

AT_ONCE = 500  # conversations read at a time

MEANS = {
    Label.HOT: Temperature.HOT,
    Label.WARM: Temperature.WARM,
    Label.COLD: Temperature.COLD,
    Label.NOT_A_LEAD: Temperature.COLD,
}


def set_label(
    connection: Connection, conversation_id: int, label: Label | None, *, by: str, now: datetime
) -> None:
    """Say what a conversation was; None takes the label away. The last one to say it counts.

    Raises NotFound.
    """
    there = select(exists().where(conversations.c.id == conversation_id))
    if not connection.scalar(there):
        raise NotFound("This conversation is no longer there.")
    if label is None:
        connection.execute(delete(labels).where(labels.c.conversation_id == conversation_id))
        return
    said = {"label": label, "labelled_by": by, "labelled_at": now}
    query = insert(connection, labels).values(conversation_id=conversation_id, **said)
    connection.execute(query.on_conflict_do_update(index_elements=["conversation_id"], set_=said))


def label_of(connection: Connection, conversation_id: int) -> AnyRow | None:
    """The label of a conversation, by whom and when (columns as of the table)."""
    query = select(labels).where(labels.c.conversation_id == conversation_id)
    return connection.execute(query).one_or_none()


def known(connection: Connection) -> Iterator[Labelled]:
    """Conversations of which people have said, or shown, how warm they are, by id.

    A label says it. Where there is none, the conversation of a Qualified lead was Hot. A Lost one
    shows nothing: a person may want to buy and not do so.
    """
    query = (
        select(conversations.c.id, labels.c.label)
        .outerjoin(labels, labels.c.conversation_id == conversations.c.id)
        .outerjoin(leads, and_(leads.c.conversation_id == conversations.c.id, STANDING))
        .where(or_(labels.c.label.is_not(None), leads.c.status == Status.QUALIFIED))
        .order_by(conversations.c.id)
    )
    said = {row.id: row.label for row in connection.execute(query)}
    ids = list(said)
    for start in range(0, len(ids), AT_ONCE):
        some = dialogues.read(connection, ids[start : start + AT_ONCE])
        for each in sorted(some, key=lambda dialogue: dialogue.id):
            label = said[each.id]
            yield Labelled(each.conversation, MEANS[label] if label else Temperature.HOT)
