"""The section Coverage: the account of the exemplars, gaps that become exemplars, the map."""

import pytest
from sqlalchemy import Engine, update
from streamlit.testing.v1 import AppTest

from embeddings.exemplars import starter_exemplars
from lib import database, drafts
from lib.domain import Conversation, Message, Role, Status
from lib.schema import leads
from tests.pages.conftest import Open, Score
from tests.rows import NOW

BUYS = [each.text for each in starter_exemplars() if each.intent == "Ready to buy"][:4]
ODD = "zorp quib nalf"


@pytest.fixture
def qualified_lead(score: Score, engine: Engine) -> None:
    """It said what exemplars say, and something that none resembles."""
    score(Conversation("site", "a", [Message(Role.VISITOR, text, NOW) for text in (*BUYS, ODD)]))
    with database.writing(engine) as connection:
        connection.execute(update(leads).values(status=Status.QUALIFIED))


def coverage(open_page: Open, part: str = "Account") -> AppTest:
    app = open_page("exemplars.py")
    app.button_group(key="lab section").set_value("Coverage").run()
    app.button_group(key="lab part").set_value(part).run()
    assert not app.exception
    return app


@pytest.mark.usefixtures("qualified_lead")
def test_the_account_says_what_became_of_an_exemplars_leads(open_page: Open) -> None:
    table = coverage(open_page).dataframe[0].value
    row = table[table["text"] == BUYS[0]].iloc[0]
    assert (row["nearest"], row["leads"], row["qualified"], row["lost"]) == (1, 1, 1, 0)


@pytest.mark.usefixtures("qualified_lead")
def test_the_account_shows_only_what_is_marked(open_page: Open) -> None:
    app = coverage(open_page)
    app.button_group(key="lab marks").set_value("Never nearest").run()
    table = app.dataframe[0].value
    assert set(table["mark"]) == {"Never nearest"}
    assert BUYS[0] not in table["text"].to_list()


@pytest.mark.usefixtures("qualified_lead")
def test_a_gap_becomes_an_exemplar_of_the_draft_and_is_gone(
    open_page: Open, engine: Engine
) -> None:
    app = coverage(open_page, "Gaps")
    assert f"“{ODD}”" in [each.value for each in app.text]
    app.selectbox(key=f"gap intent {ODD}").set_value("Pricing").run()
    app.button(key=f"gap add {ODD}").click().run()
    with database.reading(engine) as connection:
        draft = drafts.current(connection)
    assert draft is not None
    assert draft.stored.exemplars[-1] == (ODD, "Pricing", "Warm")
    assert f"“{ODD}”" not in [each.value for each in app.text]


@pytest.mark.usefixtures("qualified_lead")
def test_the_map_is_drawn(open_page: Open) -> None:
    app = coverage(open_page, "Map")
    assert [each for each in app.main if each.type == "plotly_chart"]
