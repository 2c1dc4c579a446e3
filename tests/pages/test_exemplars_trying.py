"""A typed conversation is scored on the page with the draft and the published set; none is kept."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine, func, select
from streamlit.testing.v1 import AppTest

from embeddings.exemplars import Exemplar
from lib import database, drafts
from lib.domain import Conversation, Message, Role
from lib.schema import conversations, vectors
from tests.fakes import WordEncoder
from tests.pages.conftest import Open, Score
from tests.rows import NOW

RESELL = "We would like to resell your product in Norway"


@pytest.fixture(autouse=True)
def _ready(score: Score) -> None:
    score(Conversation("website", "a", [Message(Role.VISITOR, "How much is it?", NOW)]))


def opened(open_page: Open) -> AppTest:
    return open_page("exemplars.py").button_group(key="lab section").set_value("Try it").run()


def typed(app: AppTest, text: str) -> AppTest:
    return app.text_area(key="lab typed").set_value(text).run()


def html(app: AppTest) -> str:
    return "".join(each.proto.body for each in app.main if each.type == "html")


def headings(app: AppTest) -> list[str]:
    return [each.value for each in app.subheader]


def test_at_first_it_says_what_can_be_typed(open_page: Open, encoder: WordEncoder) -> None:
    encoder.encoded.clear()
    app = opened(open_page)
    assert not app.exception
    assert "Type what a visitor might say" in app.info[0].value
    assert not encoder.encoded


def test_a_sentence_has_its_score_and_what_it_is_like(open_page: Open) -> None:
    app = typed(opened(open_page), "Please invoice our company for it")
    assert not app.exception
    assert "points</b>" in html(app)
    assert "Hot · Pay and sign" in html(app)
    assert "Draft" not in headings(app)


def test_the_draft_stands_beside_the_published_set(open_page: Open, engine: Engine) -> None:
    with database.writing(engine) as connection:
        draft = drafts.open_draft(connection, by="ana", now=NOW)
        more = (*draft.stored.exemplars, Exemplar(RESELL, "Partnership", "Warm"))
        drafts.change(connection, draft, replace(draft.stored, exemplars=more))
    app = typed(opened(open_page), RESELL)
    assert not app.exception
    assert headings(app)[:2] == ["Draft", "Published"]
    assert html(app).count(f"<div>{RESELL}<small>Warm · Partnership</small></div>") == 1


def test_only_words_of_the_other_side_are_no_conversation(open_page: Open) -> None:
    app = typed(opened(open_page), "A: Hello, can I help?")
    assert "no word of the visitor" in app.info[0].value


def test_gibberish_is_not_sure_in_plain_words(open_page: Open) -> None:
    app = typed(opened(open_page), "qwxz vrrk plomb")
    assert "Not sure: nothing the visitor says is like any sentence" in app.info[0].value


def test_an_example_is_scored_by_a_click(open_page: Open) -> None:
    app = opened(open_page)
    next(each for each in app.button if each.label == "An order").click().run()
    assert not app.exception
    assert "Message 3" in html(app)


def test_what_is_typed_is_not_stored(open_page: Open, engine: Engine) -> None:
    def stored() -> list[int]:
        with database.reading(engine) as connection:
            return [
                connection.scalar(select(func.count()).select_from(table)) or 0
                for table in (conversations, vectors)
            ]

    before = stored()
    typed(opened(open_page), "A secret that nobody wrote\nA: Really?\nYes")
    assert stored() == before


def test_typing_runs_nothing(open_page: Open) -> None:
    app = typed(opened(open_page), "<script>alert(1)</script> :red[PAID] buy")
    assert "<script>" not in html(app)
    assert not [each for each in (*app.markdown, *app.subheader) if "PAID" in each.value]
