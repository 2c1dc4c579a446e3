"""How quick an import is and what memory it takes: python -m bench.imports [--megabytes N].

Writes a JSON Lines file of that size, of made conversations, imports it as the command line does,
in a process of its own whose peak of memory is measured, kills a second import half-way, goes on
with it, and imports the file again.
"""

import argparse
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import func, select

from lib import database
from lib.schema import conversations, imports, messages

WORDS = re.findall(
    r"\w+",
    "tent chair table heater delivery price book order size colour garden party weekend summer "
    "please could you tell me how much it costs thanks we need two more by Friday and a quote",
)
ROLES = ("visitor", "agent")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--megabytes", type=int, default=1_000)
    arguments.add_argument("--database", help="URL of an empty database; else SQLite")
    arguments.add_argument("--once", action="store_true", help="import it once, and no more")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "made.jsonl"
        count = write(file, given.megabytes << 20)
        url = given.database or f"sqlite:///{folder}/leads.db"
        whole = timed(file, url)
        engine = database.connect(url)
        with database.reading(engine) as connection:
            stored = connection.scalar(select(func.count()).select_from(messages)) or 0
        result: dict[str, object] = {
            "megabytes": file.stat().st_size >> 20,
            "conversations": count,
            "messages": stored,
            "seconds": round(whole[0], 1),
            "messages_per_second": round(stored / whole[0]),
            "peak_memory_mb": round(whole[1]),
        }
        if not given.once:
            again, _ = timed(file, url)
            result["again_seconds"] = round(again, 1)
            result["again_messages_per_second"] = round(stored / again)
        if not (given.once or given.database):
            result |= resumed(file, f"sqlite:///{folder}/resumed.db", whole[0], stored)
        print(json.dumps(result, indent=2))


def write(file: Path, size: int) -> int:
    """Made conversations up to that many bytes; how many they are."""
    draw = random.Random(4)
    written = count = 0
    with file.open("w", encoding="utf-8") as lines:
        while written < size:
            line = json.dumps(conversation(count, draw)) + "\n"
            written += lines.write(line)
            count += 1
    return count


def conversation(number: int, draw: random.Random) -> dict[str, object]:
    said = [
        {
            "id": f"{number}-{at}",
            "role": ROLES[at % 2],
            "text": " ".join(draw.choices(WORDS, k=draw.randint(3, 25))),
            "sent_at": 1_770_000_000 + number * 60 + at,
        }
        for at in range(draw.randint(4, 16))
    ]
    return {"conversation_id": f"made-{number}", "messages": said}


def timed(file: Path, url: str) -> tuple[float, float]:
    """Seconds of an import, and the most memory that its process held, in MB."""
    started = time.perf_counter()
    process = importing(file, url)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"the import ended with {process.returncode}")
    return time.perf_counter() - started, peak(usage)


def peak(usage: resource.struct_rusage) -> float:
    return usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def importing(file: Path, url: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "lib", "ingest", str(file)]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, env=os.environ | {"DATABASE_URL": url}, stdout=quiet)


def resumed(file: Path, url: str, whole: float, expected: int) -> dict[str, object]:
    """An import killed half-way, and what going on with it takes and brings."""
    process = importing(file, url)
    time.sleep(whole / 2)
    process.kill()
    process.wait()
    engine = database.connect(url)
    with database.reading(engine) as connection:
        before = connection.scalar(select(imports.c.messages)) or 0
    rest, _ = timed(file, url)
    with database.reading(engine) as connection:
        stored = connection.scalar(select(func.count()).select_from(messages))
        twice = connection.scalar(
            select(func.count()).select_from(
                select(conversations.c.session_id)
                .group_by(conversations.c.source, conversations.c.session_id)
                .having(func.count() > 1)
                .subquery()
            )
        )
    return {
        "killed_at": round(before / expected, 2),
        "going_on_seconds": round(rest, 1),
        "lost": expected - (stored or 0),
        "doubled": twice,
    }


if __name__ == "__main__":
    main()
