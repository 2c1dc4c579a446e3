"""Settings from the environment: typed, strict, each one described in docs/settings.md."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from starlette.config import Config, Environ

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Rules:
    """When a conversation makes a lead. Scores are 0 to 100."""

    score_with_contact: float = 20.0
    score_without_contact: float = 70.0


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that an installation may set."""

    database_url: str
    region: str
    rules: Rules
    model: Path | None
    start_worker: bool
    url: str
    webhook_private: bool

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> "Settings":
        """Raise ValueError, naming the variable, where one is set but unusable."""
        setting = Config(environ=Environ(dict(environ)))
        default_url = f"sqlite:///{ROOT / 'data' / 'leads.db'}"
        return cls(
            database_url=setting("DATABASE_URL", cast=database_url, default=default_url),
            region=setting("LEADS_REGION", cast=region, default="US"),
            rules=Rules(
                setting("LEADS_SCORE_WITH_CONTACT", cast=score, default="20"),
                setting("LEADS_SCORE_WITHOUT_CONTACT", cast=score, default="70"),
            ),
            model=setting("LEADS_MODEL", cast=model_folder, default="") or None,
            start_worker=setting("LEADS_WORKER", cast=bool, default=True),
            url=setting("LEADS_URL", cast=own_url, default=""),
            webhook_private=setting("LEADS_WEBHOOK_PRIVATE", cast=bool, default=False),
        )


def database_url(text: str) -> str:
    """The URL with the driver that this product uses; hosts spell PostgreSQL in several ways."""
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise ValueError("is not a database URL such as sqlite:///data/leads.db") from error
    if url.drivername in {"postgres", "postgresql", "postgresql+psycopg"}:
        return url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    if url.drivername == "sqlite" and url.database and url.database != ":memory:":
        return text
    raise ValueError("names neither a SQLite file nor a PostgreSQL server")


def region(text: str) -> str:
    """An ISO 3166 two-letter country, whose numbering plan reads phone numbers without one."""
    if len(text) != 2 or not text.isalpha():
        raise ValueError("is not a two-letter country code such as US or DE")
    return text.upper()


def own_url(text: str) -> str:
    """Where people reach this installation, without a slash at the end; empty where not said."""
    if text and not re.fullmatch(r"https?://[^\s/?#]+[^\s?#]*", text):
        raise ValueError("is not an address such as https://leads.example.com")
    return text.rstrip("/")


def score(text: str) -> float:
    """A number from 0 to 100."""
    number = float(text)
    if not 0 <= number <= 100:
        raise ValueError("is not between 0 and 100")
    return number


def model_folder(text: str) -> Path | None:
    """A folder that holds a sentence-transformers model."""
    if not text:
        return None
    if not (folder := Path(text)).is_dir():
        raise ValueError("is not a folder with a sentence-transformers model")
    return folder
