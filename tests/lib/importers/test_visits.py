"""Where a visitor came from: what the addresses of their pages tell."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from lib import database, ingest
from lib.domain import Conversation, Message, Role, Visit
from lib.importers.visits import with_campaign
from lib.schema import conversations
from tests.lib.importers.files import conversations as read
from tests.lib.importers.files import csv_of, json_lines
from tests.rows import NOW

SHOP = "https://tents.example/"


def chat(**visit: object) -> dict[str, object]:
    return {
        "conversation_id": "a",
        "messages": [{"role": "visitor", "text": "Hello"}],
        "visit": visit,
    }


def test_the_campaign_is_read_from_the_landing_page(tmp_path: Path) -> None:
    landing = f"{SHOP}?utm_source=news&UTM_Campaign=spring%20sale&other=1"
    (found,) = read(tmp_path, json_lines(chat(page_url=f"{SHOP}prices", landing_page=landing)))
    assert found.visit == Visit(
        page_url=f"{SHOP}prices",
        landing_page=landing,
        utm_source="news",
        utm_campaign="spring sale",
    )


def test_what_the_source_says_of_the_campaign_stands() -> None:
    visit = Visit(landing_page=f"{SHOP}?utm_source=address&utm_term=tent", utm_source="told")
    assert with_campaign(visit).utm_source == "told"
    assert with_campaign(visit).utm_term == "tent"


def test_the_landing_page_counts_before_the_page_at_hand() -> None:
    visit = Visit(page_url=f"{SHOP}?utm_source=later", landing_page=f"{SHOP}?utm_source=first")
    assert with_campaign(visit).utm_source == "first"


@pytest.mark.parametrize(
    "address", ["no address", "https://[::", "?utm_source=", "x" * 5_000, 7, {}]
)
def test_an_address_that_is_none_refuses_nothing(tmp_path: Path, address: object) -> None:
    (found,) = read(tmp_path, json_lines(chat(page_url=address)))
    assert found.messages
    assert len(found.visit.page_url or "") <= 2_000
    assert found.visit.utm_source is None


def test_columns_of_a_csv_tell_it_too(tmp_path: Path) -> None:
    header = ("conversation_id", "role", "text", "page", "referer", "utm_medium")
    row = ("a", "visitor", "Hello", f"{SHOP}?utm_source=news", "https://search.example", "mail")
    (found,) = read(tmp_path, csv_of(header, row))
    assert found.visit == Visit(
        page_url=f"{SHOP}?utm_source=news",
        referrer="https://search.example",
        utm_source="news",
        utm_medium="mail",
    )


def stored(engine: Engine) -> tuple[str | None, str | None]:
    with database.reading(engine) as connection:
        c = conversations.c
        return tuple(connection.execute(select(c.page_url, c.utm_source)).one())


def send(engine: Engine, text: str, visit: Visit) -> None:
    said = [Message(Role.VISITOR, text, NOW, text)]
    with database.writing(engine) as connection:
        ingest.record(connection, [Conversation("web", "a", said, visit=visit)], now=NOW)


def test_what_brought_the_visitor_first_stays(engine: Engine) -> None:
    send(engine, "Hello", Visit(utm_source="news"))
    send(engine, "Are you there?", Visit(page_url=SHOP, utm_source="later"))
    assert stored(engine) == (SHOP, "news")
