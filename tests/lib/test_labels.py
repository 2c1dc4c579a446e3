"""Labels: the last word counts, and what people did with a lead counts where they said nothing."""

from datetime import datetime

import pytest
from sqlalchemy import Connection, select

from lib import ingest, labels
from lib.domain import Conversation, Label, Message, NotFound, Role, Status, Temperature
from lib.schema import conversations, leads
from tests.rows import NOW, AddLead


def conversation_of(connection: Connection, lead_id: int) -> int:
    query = select(leads.c.conversation_id).where(leads.c.id == lead_id)
    return int(connection.execute(query).scalar_one())


def test_the_last_label_counts_and_can_be_taken_away(
    connection: Connection, add_lead: AddLead, now: datetime
) -> None:
    chat = conversation_of(connection, add_lead())
    assert labels.label_of(connection, chat) is None
    labels.set_label(connection, chat, Label.WARM, by="Ana", now=now)
    labels.set_label(connection, chat, Label.HOT, by="Ben", now=now)
    found = labels.label_of(connection, chat)
    assert found
    assert (found.label, found.labelled_by, found.labelled_at) == (Label.HOT, "Ben", now)
    labels.set_label(connection, chat, None, by="Ana", now=now)
    assert labels.label_of(connection, chat) is None


def test_a_conversation_that_is_gone_cannot_be_labelled(connection: Connection) -> None:
    with pytest.raises(NotFound):
        labels.set_label(connection, 4711, Label.HOT, by="Ana", now=NOW)


def test_labels_and_qualified_leads_tell_how_warm_conversations_were(
    connection: Connection, add_lead: AddLead, now: datetime
) -> None:
    asked, qualified, called_cold = (
        conversation_of(connection, add_lead(status=status))
        for status in (Status.NEW, Status.QUALIFIED, Status.QUALIFIED)
    )
    add_lead(status=Status.LOST)
    labels.set_label(connection, asked, Label.WARM, by="Ana", now=now)
    labels.set_label(connection, called_cold, Label.NOT_A_LEAD, by="Ana", now=now)
    sessions = dict(
        connection.execute(select(conversations.c.session_id, conversations.c.id)).all()
    )
    found = {
        sessions[each.conversation.session_id]: each.label for each in labels.known(connection)
    }
    assert found == {
        asked: Temperature.WARM,
        qualified: Temperature.HOT,
        called_cold: Temperature.COLD,
    }


def test_a_labelled_conversation_comes_with_what_was_said(connection: Connection) -> None:
    said = [Message(Role.VISITOR, "How much is it?", NOW)]
    ingest.record(connection, [Conversation("website", "a", said)], now=NOW)
    chat = connection.execute(select(conversations.c.id)).scalar_one()
    labels.set_label(connection, chat, Label.WARM, by="Ana", now=NOW)
    (found,) = labels.known(connection)
    assert [message.text for message in found.conversation.messages] == ["How much is it?"]
