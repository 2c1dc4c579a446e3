"""How long a rerun of the leads page's script takes: python -m bench.leads_page [--leads N].

Makes the leads in a new SQLite file (or in DATABASE_URL, left filled) and runs the page in
Streamlit's AppTest, which is the script alone, without browser or network.
"""

import argparse
import json
import os
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from statistics import median

from sqlalchemy import Engine

from bench.made_leads import make
from lib import database
from lib.config import ROOT
from lib.domain import LeadFilter, Sort, Status, Temperature
from lib.queries import health, proposals
from lib.queries import leads as read

RERUNS = 11


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--leads", type=int, default=100_000)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/leads.db")
        engine = database.connect(url)
        database.migrate(engine)
        make(engine, given.leads)
        results = {
            "leads": given.leads,
            "database": engine.dialect.name,
            "script_ms": script(),
            "query_ms": queries(engine),
        }
        engine.dispose()
    print(json.dumps(results, indent=2))


def script() -> dict[str, float]:
    """Median of a rerun of the whole script, by what the person did."""
    from streamlit.testing.v1 import AppTest

    page = AppTest.from_file(str(ROOT / "pages" / "navigation.py"), default_timeout=60).run()
    search = page.text_input(key="search")
    doings: dict[str, Callable[[], object]] = {
        "rerun": lambda: page.run(),
        "search": lambda: search.set_value("carla be").run(),
        "filter": lambda: page.button_group(key="temperatures").set_value([Temperature.HOT]).run(),
    }
    return {name: milliseconds(doing) for name, doing in doings.items()}


def queries(engine: Engine) -> dict[str, float]:
    """Median of each read of the page on its own."""
    now = datetime.now(UTC)
    hot_and_new = LeadFilter((Temperature.HOT,), (Status.NEW,))
    with database.reading(engine) as connection:
        reads: dict[str, Callable[[], object]] = {
            "first page": lambda: read.list_leads(connection),
            "hot and new": lambda: read.list_leads(connection, hot_and_new),
            "sorted by name": lambda: read.list_leads(connection, LeadFilter(sort=(Sort("name"),))),
            "search, one": lambda: read.list_leads(connection, LeadFilter(search="carla.costa77")),
            "search, many": lambda: read.list_leads(connection, LeadFilter(search="a")),
            "page 100": lambda: read.list_leads(connection, page=100),
            "count": lambda: read.count_leads(connection),
            "count, search": lambda: read.count_leads(connection, LeadFilter(search="a")),
            "counters": lambda: read.counters(connection, now=now, today=now),
            "flow": lambda: read.lead_flow(connection, since=now - timedelta(days=30)),
            "backlog": lambda: health.backlog(connection),
            "proposals of a lead": lambda: proposals.for_lead(connection, 77),
            "all proposals": lambda: proposals.open_proposals(connection),
        }
        return {name: milliseconds(reading) for name, reading in reads.items()}


def milliseconds(work: Callable[[], object]) -> float:
    times = []
    for _ in range(RERUNS):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return round(median(times) * 1000, 1)


if __name__ == "__main__":
    main()
