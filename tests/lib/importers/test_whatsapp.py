"""WhatsApp's text export: every way of writing a header line, and whose words they are."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest

from lib import importers
from lib.config import ROOT
from lib.domain import Conversation, Refused, UnusableFile, Visitor
from lib.importers import Options, whatsapp
from tests.lib.importers.files import file_of, said

EXPORTS = ROOT / "tests" / "data" / "exports" / "whatsapp"
SHOP = Options(us=frozenset(("shop",)))


def read(
    content: str | bytes, folder: Path, options: Options = SHOP
) -> list[Conversation | Refused]:
    return list(importers.read(file_of(folder, content), options))


def chats(content: str | bytes, folder: Path, options: Options = SHOP) -> list[Conversation]:
    return [each for each in read(content, folder, options) if isinstance(each, Conversation)]


def test_a_chat_from_an_iphone_is_read() -> None:
    options = Options(us=frozenset(("rui stages",)), zone=ZoneInfo("Europe/Helsinki"))
    first, second = importers.read(EXPORTS / "ios.txt", options)
    assert isinstance(first, Conversation)
    assert isinstance(second, Conversation)
    assert said(first) == [
        ("visitor", "Hello! Do you rent out sound systems?"),
        ("agent", "We do: from 400 a day.\nDelivery is included.\n\nWhen is the party?"),
    ]
    assert said(second) == [("visitor", "On 6 June, I take the big one")]
    assert first.visitor == second.visitor == Visitor(name="Noor Haddad")
    assert (first.source, first.channel) == ("whatsapp", "WhatsApp")
    assert first.started_at == datetime(2026, 3, 10, 12, 30, 5, tzinfo=UTC)
    assert second.started_at == datetime(2026, 3, 13, 19, 5, tzinfo=UTC)


def test_a_chat_from_an_android_phone_is_read() -> None:
    (found,) = importers.read(EXPORTS / "android.txt", Options(us=frozenset(("Sauna Shop",))))
    assert isinstance(found, Conversation)
    assert said(found) == [
        ("visitor", "Is the barrel sauna in stock?"),
        ("agent", "It is."),
        ("visitor", "This one, please"),
        ("visitor", "ok"),
    ]
    assert found.visitor == Visitor(phone="+1 415 555 0134")


HEADERS = [
    "[05/03/2026, 10:14:33] Ana: Hi",
    "\u200e[05/03/2026, 10:14:33] Ana: Hi",
    "\ufeff[05/03/2026, 10:14:33] Ana: Hi",
    "\u202a[05/03/2026, 10:14:33]\u202c Ana: Hi",
    "05/03/2026, 10:14 - Ana: Hi",
    "05/03/26, 10:14 - Ana: Hi",
    "5/3/26, 10:14 - Ana: Hi",
    "05.03.26, 10:14 - Ana: Hi",
    "05.03.2026 10:14 - Ana: Hi",
    "05-03-26 10:14:20: Ana: Hi",
    "5. 3. 2026 10.14 - Ana: Hi",
    "2026/03/05, 10:14 - Ana: Hi",
    "2026-03-05 10:14 - Ana: Hi",
    "5/3/26, 10:14 AM - Ana: Hi",
    "5/3/26, 10:14\u202fAM - Ana: Hi",
    "5/3/26, 10:14 a. m. - Ana: Hi",
    "[05/03/26 10:14:33 a.m.] Ana: Hi",
    "05/03/2026 um 10:14 - Ana: Hi",
    "05/03/2026, 10:14 \u2013 Ana: Hi",
    "[05/03/2026, 10:14:33] ~\u202fAna: Hi",
    "5/3/2026, 10:14 ص - Ana: Hi",
    "5/3/26, 10:14 π.μ. - Ana: Hi",
    "2026/03/05 午前10:14 - Ana: Hi",
    "2026. 3. 5. 오전 10:14, Ana : Hi",
]


@pytest.mark.parametrize("line", HEADERS)
def test_every_way_of_writing_a_header_is_known(line: str, tmp_path: Path) -> None:
    assert importers.recognised(file_of(tmp_path, line)) == "whatsapp"
    (found,) = chats(f"{line}\n{line.replace('Ana', 'Shop')}", tmp_path)
    assert said(found)[0] == ("visitor", "Hi")
    assert found.visitor.name == "Ana"
    assert found.started_at is not None
    assert found.started_at.strftime("%Y-%m-%d %H:%M") == "2026-03-05 10:14"


@pytest.mark.parametrize(
    "header",
    [
        "5/3/26, 3:14 PM - ",
        "5/3/26, 3:14\u202fp.m. - ",
        "5/3/26, 3:14 μ.μ. - ",
        "5/3/2026, 3:14 م - ",
        "2026/03/05 午後3:14 - ",
        "2026/3/5 下午3:14 - ",
        "2026. 3. 5. 오후 3:14, ",
    ],
)
def test_the_afternoon_is_known_in_many_languages(header: str, tmp_path: Path) -> None:
    (found,) = chats(f"{header}Ana: Hi\n{header}Shop: Hello", tmp_path)
    assert f"{found.started_at:%H:%M}" == "15:14"


def test_half_past_midnight_and_noon_are_told_apart(tmp_path: Path) -> None:
    lines = "5/3/26, 12:30 AM - Ana: a\n5/3/26, 12:30 PM - Ana: b\n5/3/26, 1:00 PM - Shop: c"
    (found,) = chats(lines, tmp_path)
    assert [m.sent_at.hour for m in found.messages if m.sent_at] == [0, 12, 13]


@pytest.mark.parametrize(
    ("dates", "first"),
    [
        (["03/04/2026", "13/04/2026"], "2026-04-03"),
        (["03/04/2026", "03/14/2026"], "2026-03-04"),
        (["01/12/2026", "02/01/2026", "03/02/2026"], "2026-01-12"),
        (["12/01/2026", "01/02/2026", "02/03/2026"], "2026-01-12"),
    ],
)
def test_the_whole_file_tells_the_day_from_the_month(
    dates: list[str], first: str, tmp_path: Path
) -> None:
    lines = "\n".join(f"{date}, 10:14 - {who}: Hi" for date in dates for who in ("Ana", "Shop"))
    found = chats(lines, tmp_path)
    assert f"{min(c.started_at for c in found if c.started_at):%Y-%m-%d}" == first


def test_where_the_file_leaves_it_open_a_person_says_it(tmp_path: Path) -> None:
    lines = b"03/04/2026, 10:14 - Ana: Hi\n03/04/2026, 10:15 - Shop: Hello"
    assert whatsapp.told(BytesIO(lines)).day_first is None
    us = frozenset(("Shop",))
    (day,) = chats(lines, tmp_path, Options(us=us))
    (month,) = chats(lines, tmp_path, Options(us=us, day_first=False))
    assert f"{day.started_at:%m-%d} {month.started_at:%m-%d}" == "04-03 03-04"


def test_who_is_us_has_to_be_said_and_the_authors_are_named(tmp_path: Path) -> None:
    lines = "05/03/2026, 10:14 - Ana: Hi\n05/03/2026, 10:15 - Shop: a\n05/03/2026, 10:16 - Shop: b"
    with pytest.raises(UnusableFile, match=r"--us NAME: Shop \(2\), Ana \(1\)"):
        read(lines, tmp_path, Options())
    with pytest.raises(UnusableFile, match="--us"):
        read(lines, tmp_path, Options(us=frozenset(("Nobody",))))
    assert whatsapp.told(BytesIO(lines.encode())).authors == {"Shop": 2, "Ana": 1}


def test_a_renamed_group_is_no_author(tmp_path: Path) -> None:
    lines = (
        "05/03/2026, 10:14 - Ana: Hi\n05/03/2026, 10:15 - Shop: a\n"
        '05/03/2026, 10:16 - Ben named it "X: Y"'
    )
    assert whatsapp.told(BytesIO(lines.encode())).authors.keys() == {"Ana", "Shop"}
    assert len(chats(lines, tmp_path)[0].messages) == 2


def test_everybody_but_us_in_a_group_is_a_visitor_without_one_name(tmp_path: Path) -> None:
    lines = "\n".join(
        f"05/03/2026, 10:1{n} - {who}: Hi" for n, who in enumerate(("Ana", "Ben", "Shop"))
    )
    (found,) = chats(lines, tmp_path)
    assert [role for role, _ in said(found)] == ["visitor", "visitor", "agent"]
    assert found.visitor == Visitor()


def test_a_longer_export_adds_to_the_conversations_of_an_earlier_one(tmp_path: Path) -> None:
    short = "05/03/2026, 10:14 - Ana: Hi\n05/03/2026, 10:15 - Shop: Hello\n"
    long = f"{short}05/03/2026, 10:20 - Ana: How much?\n09/03/2026, 10:20 - Ana: Still there?\n"
    (before,) = chats(short, tmp_path)
    after, later = chats(long, tmp_path)
    assert after.session_id == before.session_id != later.session_id
    keys = [message.key(at) for at, message in enumerate(after.messages)]
    assert keys[:2] == [message.key(at) for at, message in enumerate(before.messages)]


def test_an_hour_that_clocks_skip_or_repeat_is_read(tmp_path: Path) -> None:
    lines = "29/03/2026, 02:30 - Ana: skipped\n25/10/2026, 02:30 - Shop: repeated"
    options = Options(us=frozenset(("Shop",)), zone=ZoneInfo("Europe/Berlin"))
    first, second = chats(lines, tmp_path, options)
    assert f"{first.started_at:%H:%M} {second.started_at:%H:%M}" == "01:30 00:30"


def test_the_zip_that_phones_make_is_read(tmp_path: Path) -> None:
    file = tmp_path / "WhatsApp Chat - Noor.zip"
    with ZipFile(file, "w") as archive:
        archive.write(EXPORTS / "ios.txt", "_chat.txt")
        archive.writestr("00000012-PHOTO-2026-03-10.jpg", b"\xff\xd8\xff")
        archive.writestr("notes.txt", "another text")
    assert importers.recognised(file) == "whatsapp"
    options = Options(us=frozenset(("Rui Stages",)))
    assert [each for each in importers.read(file, options)] == [
        *importers.read(EXPORTS / "ios.txt", options)
    ]


def test_a_day_that_there_is_not_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    lines = (
        "30/02/2026, 10:14 - Ana: lost?\n05/03/2026, 10:15 - Ana: Hi\n05/03/2026, 10:16 - Shop: a"
    )
    found = read(lines, tmp_path)
    (refused,) = [each for each in found if isinstance(each, Refused)]
    assert (refused.line, refused.raw) == (1, "lost?")
    assert len(found) == 2
