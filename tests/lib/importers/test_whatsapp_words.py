"""Of a WhatsApp chat: nothing that somebody wrote is lost, and what the phone wrote is left out."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib import importers
from lib.domain import Conversation, Refused, UnusableFile
from lib.importers import Options, whatsapp
from lib.importers.whatsapp_lines import Entry, entries
from tests.lib.importers.files import file_of, said
from tests.lib.importers.test_whatsapp import HEADERS, chats, read

CHAT = "05/03/2026, 10:15 - Shop: Hello\n05/03/2026, 10:16 - Ana: "


@pytest.mark.parametrize(
    "text",
    [
        "Ana Li <ana@tallpines-events.com>",
        "write to\n<ana@tallpines-events.com>\nplease",
        "see <https://tallpines-events.com/big>",
        "<script>",
        "is 3 < 4 or 5 > 4?",
        "contract.pdf (final version)",
        "Offer 12.pdf (see page 3)\nis the one",
        "We could meet on\n06/03/2026 10:00 or later\nor 07.03.2026 11:00 with Ben: fine?",
        "Your colleague wrote\n[04/03/2026, 09:00:00] Ben: 400 a day\nIs that so?",
        "at 25:00\n05/03/2026, 25:00 - Ben: no such time",
        "\u200eana@tallpines-events.com",
        "\u200e+1 415 555 0134",
        "two\u2028lines\x0band\x85more",
        "price: 400, see http://a: b",
    ],
)
def test_nothing_that_somebody_wrote_is_lost(text: str, tmp_path: Path) -> None:
    (found,) = chats(CHAT + text, tmp_path)
    assert said(found) == [("agent", "Hello"), ("visitor", text)]
    assert found.visitor.name == "Ana"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("<Media omitted>", None),
        ("<Multimedia omitido>", None),
        ("<メディアは含まれていません>", None),
        ("\u200eimage omitted", None),
        ("\u200eMissed voice call. \u200eTap to call back", None),
        ("\u200e<attached: 00000012-PHOTO-2026-03-10.jpg>", None),
        ("<adjunto: 00000012-PHOTO-2026-03-10.jpg>", None),
        ("\u200eIMG-20260305-WA0001.jpg (file attached)", None),
        ("IMG-20260305-WA0001.jpg (soubor byl přiložen)", None),
        ("Offer for 6 June.pdf (Datei angehängt)", None),
        ("<Media omitted>\nThis one, please", "This one, please"),
        ("\u200eIMG-20260305-WA0001.jpg (file attached)\nThis one, please", "This one, please"),
        ("This one, please \u200e<attached: 00000012-PHOTO.jpg>", "This one, please"),
        ("This one, please <This message was edited>", "This one, please"),
        ("This one,\nplease \u200e<This message was edited>", "This one,\nplease"),
    ],
)
def test_what_the_phone_writes_is_nobodys_message(
    written: str, kept: str | None, tmp_path: Path
) -> None:
    (found,) = chats(CHAT + written, tmp_path)
    assert said(found) == [("agent", "Hello"), *([("visitor", kept)] if kept else [])]


def test_a_nickname_in_quotation_marks_is_part_of_a_name(tmp_path: Path) -> None:
    (found,) = chats(CHAT.replace("Ana", "Ana “Ani” Li") + "Hi", tmp_path)
    assert found.visitor.name == "Ana “Ani” Li"


def test_a_time_at_the_end_of_what_whatsapp_says_makes_no_author(tmp_path: Path) -> None:
    lines = f"{CHAT}Hi\n05/03/2026, 10:17 - Ana set the timer to 10:30 today"
    assert [text for _, text in said(chats(lines, tmp_path)[0])] == ["Hello", "Hi"]


def test_a_stretch_without_end_is_parted_where_a_conversation_must_end(tmp_path: Path) -> None:
    line = "05/03/2026, 10:15 - {}: {}\n"
    lines = "".join(line.format(("Ana", "Shop")[n % 2], n) for n in range(10_001))
    first, second = chats(lines, tmp_path)
    assert (len(first.messages), len(second.messages)) == (10_000, 1)
    again, _ = chats(lines + line.format("Ana", "more"), tmp_path)
    assert again == first


def test_a_chat_longer_than_any_phone_exports_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whatsapp, "LARGEST", 100)
    with pytest.raises(UnusableFile, match="Split it between two messages"):
        read(CHAT + "x" * 100, tmp_path)


LINE = st.one_of(
    st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\n\r"), max_size=40),
    st.sampled_from(HEADERS),
    st.sampled_from([line.replace("Hi", "http://a: b") for line in HEADERS]),
)


@given(st.lists(LINE, max_size=12))
def test_every_line_stands_in_some_entry_or_alone(lines: list[str]) -> None:
    found = list(entries(lines))
    inside = sum(len(each.lines) for each in found if isinstance(each, Entry))
    alone = [each for each in found if not isinstance(each, Entry)]
    blank = sum(not line.strip() for line in lines)
    assert len(lines) - blank <= inside + len(alone) <= len(lines)


WRITTEN = st.text(st.characters(codec="utf-8", exclude_characters="\n\r\0<>()\u200e"), max_size=40)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.lists(WRITTEN.filter(str.strip), min_size=1, max_size=4), max_size=6))
def test_whatever_is_written_is_read(texts: list[list[str]], tmp_path: Path) -> None:
    header = "[05/03/2026, 10:16:00] Ana: "
    lines = [line for text in texts for line in (header + text[0], *text[1:])]
    lines.append("[05/03/2026, 10:16:00] Shop: Hello")
    (found,) = chats("\n".join(lines), tmp_path)
    expected = ["\n".join(text).strip() for text in texts]
    assert [text for _, text in said(found)] == [*expected, "Hello"]


ANYTHING = st.text(max_size=60) | st.sampled_from([*HEADERS, "<x y>", "\u200e", "05/03/2026, 10:1"])


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(ANYTHING, max_size=10), us=st.sampled_from(["Ana", "Shop"]))
def test_any_lines_are_read_or_unusable(lines: list[str], us: str, tmp_path: Path) -> None:
    content = "\n".join(lines).encode("utf-8", "surrogatepass")
    with suppress(UnusableFile):
        found = list(
            importers.read(
                file_of(tmp_path, content), Options(us=frozenset((us,))), format="whatsapp"
            )
        )
        assert all(isinstance(each, Conversation | Refused) for each in found)
