"""Settings are read strictly, and every one of them is documented."""

import re
from pathlib import Path

import pytest

from lib.config import ROOT, Rules, Settings


def test_nothing_set_serves_a_sqlite_file_in_the_project() -> None:
    settings = Settings.read({})
    assert settings.database_url == f"sqlite:///{ROOT / 'data' / 'leads.db'}"
    assert settings.rules == Rules(20, 70)
    assert settings.start_worker


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_postgresql_is_understood(scheme: str) -> None:
    settings = Settings.read(
        {"DATABASE_URL": f"{scheme}://ana:s3cret@db:5432/leads?sslmode=require"}
    )
    assert settings.database_url == (
        "postgresql+psycopg://ana:s3cret@db:5432/leads?sslmode=require"
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "leads.db"),
        ("DATABASE_URL", "mysql://localhost/leads"),
        ("DATABASE_URL", "sqlite://"),
        ("LEADS_REGION", "Germany"),
        ("LEADS_SCORE_WITH_CONTACT", "120"),
        ("LEADS_SCORE_WITHOUT_CONTACT", "high"),
        ("LEADS_MODEL", "/no/such/folder"),
        ("LEADS_WORKER", "perhaps"),
        ("LEADS_URL", "leads.example.com"),
        ("LEADS_URL", "https://leads example.com"),
        ("LEADS_WEBHOOK_PRIVATE", "perhaps"),
    ],
)
def test_an_unusable_setting_is_named(name: str, value: str) -> None:
    with pytest.raises(ValueError, match=name):
        Settings.read({name: value})


def test_the_worker_can_be_switched_off() -> None:
    assert not Settings.read({"LEADS_WORKER": "false"}).start_worker


def test_the_own_address_has_no_slash_at_its_end() -> None:
    assert Settings.read({}).url == ""
    read = Settings.read({"LEADS_URL": "https://example.com/leads/"})
    assert read.url == "https://example.com/leads"


def test_every_setting_is_documented_and_every_documented_one_exists() -> None:
    read = re.findall(r'setting\(\s*"(\w+)"', Path(ROOT / "lib" / "config.py").read_text())
    documented = re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs" / "settings.md").read_text(), re.M)
    assert sorted(documented) == sorted(read)
