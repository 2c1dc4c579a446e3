"""One lead: reached by a link, shown with its reasons, moved, and never executed."""

import pytest
from sqlalchemy import Engine, select
from streamlit.testing.v1 import AppTest

from lib import database, ingest
from lib.config import Settings
from lib.domain import Conversation, Message, Role, Status, StatusChange, Visitor
from lib.leads import change_status
from lib.schema import leads
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
