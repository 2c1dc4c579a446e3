"""One lead: reached by a link, shown with its reasons, moved, and never executed."""

import pytest
from sqlalchemy import Engine, delete, select
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import ButtonGroup

from lib import database, ingest
from lib.config import Settings
from lib.domain import (
    Conversation,
    Label,
    Message,
    Role,
    Status,
    StatusChange,
    Temperature,
    Visit,
    Visitor,
)
from lib.labels import set_label
from lib.leads import change_status, set_temperature
from lib.schema import labels, lead_conversations, lead_identities, lead_words, leads, vectors
from lib.scorer import Scorer
from tests.fakes import WordEncoder
from tests.pages.conftest import Open
from tests.rows import NOW

ATTACK = "<script>alert(1)</script> ![x](https://evil.example/x.png) $\\rm{x}$ :red[PAID]"


@pytest.fixture
def lead(engine: Engine, settings: Settings, encoder: WordEncoder) -> str:
    """A scored lead of one conversation; its id as links spell it."""
    said = [
        Message(Role.VISITOR, "I want to buy it, we are ready to sign", NOW),
        Message(Role.ASSISTANT, "Great! Where can we send the contract?", NOW),
        Message(Role.VISITOR, f"maria@globex-labs.com please {ATTACK}", NOW),
    ]
    chat = Conversation("website", "a", said, visitor=Visitor(name=f"Maria {ATTACK}"))
    with database.writing(engine) as connection:
        ingest.record(connection, [chat], now=NOW)
    Scorer(engine, settings, encoder).score_some(now=NOW)
    with database.reading(engine) as connection:
        return str(connection.execute(select(leads.c.id)).scalar_one())


def html(app: AppTest) -> str:
    return "".join(each.proto.body for each in app.main if each.type == "html")


def test_a_link_shows_the_conversation(open_page: Open, lead: str) -> None:
    app = open_page("conversation.py", lead=lead)
    assert not app.exception
    assert "I want to buy it" in html(app).replace("</mark>", "")
    assert "maria@globex-labs.com" in html(app)
    assert "said in message 3" in html(app)


def test_the_evidence_says_which_exemplar_it_resembles_and_its_points(
    open_page: Open, lead: str
) -> None:
    shown = html(open_page("conversation.py", lead=lead))
    assert "<mark" in shown
    assert "points</b> · like “" in shown


def test_what_visitors_write_is_shown_and_never_run(open_page: Open, lead: str) -> None:
    app = open_page("conversation.py", lead=lead)
    assert "<script>" not in html(app)
    assert "&lt;script&gt;" in html(app)
    interpreted = [each.value for each in (*app.markdown, *app.title, *app.header, *app.caption)]
    assert not [text for text in interpreted if "evil" in text]


@pytest.mark.parametrize("asked", ["404", "", "x", "1' OR '1'='1", "-1", "9" * 40])
def test_a_link_to_no_lead_says_so_and_leads_back(open_page: Open, lead: str, asked: str) -> None:
    app = open_page("conversation.py", lead=asked)
    assert not app.exception
    assert app.error
    assert any(each.type == "page_link" for each in app.main)


def test_the_status_is_changed_here_too(open_page: Open, lead: str, engine: Engine) -> None:
    app = open_page("conversation.py", lead=lead)
    app.selectbox(key=f"status of {lead}").set_value(Status.CONTACTED).run()
    assert not app.exception
    with database.reading(engine) as connection:
        assert connection.scalar(select(leads.c.status)) is Status.CONTACTED
    assert any("New → Contacted" in text.value for text in app.text)


def test_who_comes_second_is_told_who_was_first(open_page: Open, lead: str, engine: Engine) -> None:
    app = open_page("conversation.py", lead=lead)
    with database.writing(engine) as connection:
        change = StatusChange(int(lead), 0, Status.LOST)
        change_status(connection, change, by="Ben", now=NOW)
    app.selectbox(key=f"status of {lead}").set_value(Status.CONTACTED).run()
    assert any("Ben moved this lead to Lost" in toast.value for toast in app.toast)
    assert app.selectbox(key=f"status of {lead}").value is Status.LOST


def test_a_temperature_is_set_by_hand_and_given_back(
    open_page: Open, lead: str, engine: Engine
) -> None:
    app = open_page("conversation.py", lead=lead)
    chooser = app.selectbox(key=f"temperature of {lead}")
    automatic = chooser.options[0]
    assert automatic in {f"Automatic ({each})" for each in Temperature}
    chooser.set_value(Temperature.COLD).run()
    assert not app.exception
    assert any("Set by Local user" in text.value for text in app.text)
    assert "Cold (set by hand)" in html(app)
    with database.reading(engine) as connection:
        row = connection.execute(select(leads)).one()
        assert (row.temperature, row.temperature_by) == (Temperature.COLD, "Local user")
    app.selectbox(key=f"temperature of {lead}").set_value("Automatic").run()
    assert "set by hand" not in html(app)
    with database.reading(engine) as connection:
        row = connection.execute(select(leads)).one()
        assert f"Automatic ({row.temperature})" == automatic
        assert row.temperature_by is None


def test_a_temperature_that_somebody_else_set_is_shown_as_theirs(
    open_page: Open, lead: str, engine: Engine
) -> None:
    with database.writing(engine) as connection:
        set_temperature(connection, int(lead), Temperature.WARM, by="Ben", now=NOW)
    app = open_page("conversation.py", lead=lead)
    assert app.selectbox(key=f"temperature of {lead}").value == Temperature.WARM
    assert any("Set by Ben, Tue 10 Mar 2026" in text.value for text in app.text)


def test_the_temperature_of_a_lead_that_is_gone_cannot_be_set(
    open_page: Open, lead: str, engine: Engine
) -> None:
    app = open_page("conversation.py", lead=lead)
    with database.writing(engine) as connection:
        for table in (lead_identities, lead_words, lead_conversations, leads):
            connection.execute(delete(table))
    app.selectbox(key=f"temperature of {lead}").set_value(Temperature.HOT).run()
    assert not app.exception
    assert any("no longer there" in toast.value for toast in app.toast)


def label_buttons(app: AppTest) -> ButtonGroup[Label]:
    return next(each for each in app.button_group if str(each.key).startswith("label of"))


def test_what_a_conversation_truly_was_is_said_and_taken_back(
    open_page: Open, lead: str, engine: Engine
) -> None:
    app = open_page("conversation.py", lead=lead)
    assert any("Labels are what scores are measured by" in text.value for text in app.text)
    label_buttons(app).set_value(Label.NOT_A_LEAD).run()
    assert not app.exception
    assert any("Not a lead, says Local user" in text.value for text in app.text)
    with database.reading(engine) as connection:
        row = connection.execute(select(labels)).one()
        assert (row.label, row.labelled_by) == (Label.NOT_A_LEAD, "Local user")
    label_buttons(app).set_value(None).run()
    with database.reading(engine) as connection:
        assert connection.execute(select(labels)).one_or_none() is None


def test_a_label_says_who_gave_it(open_page: Open, lead: str, engine: Engine) -> None:
    with database.writing(engine) as connection:
        chat = connection.scalars(select(leads.c.conversation_id)).one()
        set_label(connection, chat, Label.WARM, by="Ben", now=NOW)
    app = open_page("conversation.py", lead=lead)
    assert any("Warm, says Ben, Tue 10 Mar 2026" in text.value for text in app.text)


def charts(app: AppTest) -> list[str]:
    return [each.proto.alt for each in app.main if each.type == "plotly_chart"]


def test_the_score_is_drawn_as_it_went_and_as_what_gave_it(open_page: Open, lead: str) -> None:
    course, points = charts(open_page("conversation.py", lead=lead))
    assert course.startswith("The score: 50 at the start, ")
    assert "after message 3" in course
    assert "points" in points


def test_without_a_message_another_score_is_told(open_page: Open, lead: str) -> None:
    app = open_page("conversation.py", lead=lead)
    chooser = next(each for each in app.selectbox if each.label == "Without this message")
    assert [each[:1] for each in chooser.options] == ["1", "3"]
    chooser.set_value(0).run()
    assert not app.exception
    assert "Without “I want to buy it, we are ready to sign” the score would be <b>" in html(app)


def test_without_an_example_sentence_another_score_is_told(open_page: Open, lead: str) -> None:
    app = open_page("conversation.py", lead=lead)
    chooser = next(each for each in app.selectbox if each.label == "Without this example sentence")
    chooser.set_value(chooser.options[0]).run()
    assert not app.exception
    assert f"Without “{chooser.options[0]}” the score would be <b>" in html(app)


def test_where_vectors_are_gone_the_rest_of_the_page_is_there(
    open_page: Open, lead: str, engine: Engine
) -> None:
    with database.writing(engine) as connection:
        connection.execute(delete(vectors))
    app = open_page("conversation.py", lead=lead)
    assert not app.exception
    assert not app.error
    assert any("not read by the worker yet" in text.value for text in app.text)
    assert len(charts(app)) == 1
    assert not [each for each in app.selectbox if each.label.startswith("Without")]


def test_where_the_visitor_came_from_is_shown(open_page: Open, lead: str, engine: Engine) -> None:
    assert "Visit" not in [each.value for each in open_page("conversation.py", lead=lead).subheader]
    told = Visit(page_url=f"https://shop.example/{ATTACK}", utm_campaign="spring")
    more = [Message(Role.VISITOR, "Are you there?", NOW, "more")]
    with database.writing(engine) as connection:
        ingest.record(connection, [Conversation("website", "a", more, visit=told)], now=NOW)
    app = open_page("conversation.py", lead=lead)
    assert "spring" in html(app)
    assert "https://shop.example/&lt;script&gt;" in html(app)


def test_an_address_that_may_imitate_another_is_told(
    open_page: Open, lead: str, engine: Engine, settings: Settings, encoder: WordEncoder
) -> None:
    assert not any("imitate" in each.value for each in open_page("conversation.py", lead=lead).text)
    more = [Message(Role.VISITOR, "or write to maria@gl\u043ebex-labs.com", NOW, "more")]
    with database.writing(engine) as connection:
        ingest.record(connection, [Conversation("website", "a", more)], now=NOW)
    Scorer(engine, settings, encoder).score_some(now=NOW)
    app = open_page("conversation.py", lead=lead)
    assert any("it may imitate another" in each.value for each in app.text)
