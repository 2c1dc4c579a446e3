"""An installation that is in use keeps all it holds when leads learn to become one."""

from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, insert, inspect, select, text

from lib import database
from lib.config import ROOT
from lib.likeness import same_company, same_domain
from lib.schema import contacts, leads
from tests.rows import insert_lead

ANA: Any = {"name": "Ana Díaz", "company": "Globex", "email": "ana@globex.com"}


def migrate(connection: Connection, direction: str, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["connection"] = connection
    getattr(command, direction)(config, revision)


def before() -> str:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    revision = ScriptDirectory.from_config(config).get_revision("0004")
    assert revision
    return str(revision.down_revision)


def test_leads_and_contacts_are_kept_on_the_way_back_and_forth(engine: Engine) -> None:
    with database.writing(engine) as connection:
        lead_id = insert_lead(connection, "a", **ANA)
        other = insert_lead(connection, "b", company="Initech")
        chat = connection.scalar(select(leads.c.conversation_id).where(leads.c.id == lead_id))
        for rank, value in enumerate(("ana@globex.com", "ana@initech.com")):
            row = {"conversation_id": chat, "kind": "email", "rank": rank, "value": value}
            connection.execute(insert(contacts).values(row))
        migrate(connection, "downgrade", before())
        names = {each["name"] for each in inspect(connection).get_columns("leads")}
        assert not names & {"merged_into", "same_company", "same_domain"}
        stored = connection.execute(text("SELECT kind, value FROM contacts")).all()
        assert [tuple(each) for each in stored] == [("email", "ana@globex.com")]
        migrate(connection, "upgrade", "head")
    with database.reading(engine) as connection:
        query = select(leads.c.id, leads.c.merged_into, leads.c.same_company, leads.c.same_domain)
        keys = (same_company("Ana Díaz", "Globex"), same_domain("Ana Díaz", "ana@globex.com"))
        assert [tuple(row) for row in connection.execute(query.order_by(leads.c.id))] == [
            (lead_id, None, *keys),
            (other, None, None, None),
        ]
        assert connection.scalars(select(contacts.c.rank)).all() == [0]
        indexes = {each["name"]: each for each in inspect(connection).get_indexes("leads")}
        where = indexes["ix_leads_score_id"]["dialect_options"]
        assert any("merged_into IS NULL" in str(each) for each in where.values())
