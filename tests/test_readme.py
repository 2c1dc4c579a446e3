"""What the README tells a newcomer to type, typed."""

import os
import re
import shutil
import subprocess
import sys

import pytest
from sqlalchemy import select

from lib import database
from lib.config import ROOT
from lib.domain import Temperature
from lib.schema import leads
from tests.browser.server import served

README = (ROOT / "README.md").read_text(encoding="utf-8")
TYPED = re.findall(r"```sh\n(.*?)```", README, flags=re.DOTALL)


@pytest.mark.model
@pytest.mark.skipif(not shutil.which("curl"), reason="the README's example needs curl")
def test_the_first_conversation_of_the_readme_becomes_a_hot_lead(sqlite_url: str) -> None:
    make_a_token, send = (each for each in TYPED if "TOKEN" in each)
    environment = os.environ | {"DATABASE_URL": sqlite_url}
    with served(sqlite_url) as address:
        script = f"set -e\n{make_a_token}\n{send}".replace("http://127.0.0.1:8501", address)
        script = script.replace(".venv/bin/python", sys.executable)
        done = subprocess.run(
            ["sh", "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True
        )
    assert done.stdout == '{"stored":1,"messages":3}', done.stderr
    once = [sys.executable, "-m", "lib", "worker", "--once"]
    subprocess.run(once, cwd=ROOT, env=environment, check=True, capture_output=True)
    engine = database.connect(sqlite_url)
    with database.reading(engine) as connection:
        lead = connection.execute(select(leads)).one()
    engine.dispose()
    assert (lead.temperature, lead.email) == (
        Temperature.HOT,
        "ana.torres@brightharbor-events.com",
    )


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([^)#]+)\)", README))))
def test_what_the_readme_points_to_is_there(link: str) -> None:
    assert (ROOT / link).exists()


@pytest.mark.parametrize("target", sorted(set(re.findall(r"make ([a-z-]+)", README))))
def test_the_commands_of_the_readme_are_there(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), flags=re.MULTILINE)
