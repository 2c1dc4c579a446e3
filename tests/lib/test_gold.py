"""The labelled dialogues are as their format says, and of every sort that they should hold."""

import re
from collections import Counter

import phonenumbers
import pytest

from lib.domain import Found, Message, Role, Visitor
from tests.gold import DETAILS, Gold, load, read

KINDS = {
    "answers",
    "forms",
    "corrections",
    "obfuscated",
    "signatures",
    "introductions",
    "lower_case",
    "several_people",
    "third_person_phone",
    "lookalike_numbers",
    "extensions",
    "international",
    "foreign_digits",
    "made_up_visitor_names",
    "free_mail",
    "company_domains",
    "idn_and_mixed_script",
    "agents_details",
    "other_languages",
    "nothing",
    "refusals",
    "late",
    "extras",
}
DIALOGUE = """\
# kind: corrections
# region: GB
# knows: name=V1561719148780935
bot: Your e-mail?
visitor: sure, [email=jo@acme.co.uk|jo [at] acme dot co dot uk]
    and [phone=+442079460134|020 7946 0134], or [phone+=+442079460135|020 7946 0135]
"""


@pytest.fixture(scope="module")
def written() -> tuple[Gold, ...]:
    return load("written")


def details(gold: Gold, detail: str) -> list[Found]:
    """All that the card should hold of this detail, the first one first."""
    first = gold.expected[detail]
    return [each for each in (first, *gold.extras.get(detail, ())) if each]


def said(gold: Gold, found: Found) -> str:
    """The words in which a detail is said; "" where the source knew it."""
    if found.position is None:
        return ""
    return gold.messages[found.position].text[found.start : found.end]


def known(visitor: Visitor) -> set[str | None]:
    return {visitor.name, visitor.email, visitor.phone, visitor.company}


def test_a_marked_dialogue_reads_as_it_was_said() -> None:
    (gold,) = read(DIALOGUE)
    assert (gold.kind, gold.region) == ("corrections", "GB")
    assert gold.visitor == Visitor("V1561719148780935")
    spoken = "sure, jo [at] acme dot co dot uk\nand 020 7946 0134, or 020 7946 0135"
    assert gold.messages == (
        Message(Role.ASSISTANT, "Your e-mail?"),
        Message(Role.VISITOR, spoken),
    )
    assert gold.expected == {
        "name": None,
        "email": Found("jo@acme.co.uk", 1, 6, 32),
        "phone": Found("+442079460134", 1, 37, 50),
        "company": None,
    }
    assert gold.extras == {"phone": (Found("+442079460135", 1, 55, 68),)}
    assert spoken[55:68] == "020 7946 0135"


def test_what_the_source_knew_and_nobody_says_has_no_place() -> None:
    (gold,) = read("# kind: nothing\n# knows: name=Ann Ray\n# gold: name=Ann Ray\nvisitor: hi\n")
    assert gold.visitor == Visitor("Ann Ray")
    assert gold.expected["name"] == Found("Ann Ray")


def test_blank_lines_part_dialogues_however_many_there_are() -> None:
    assert [gold.kind for gold in read("\n# kind: a\nbot: x\n\n\n# kind: b\nbot: y")] == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("visitor: hi", "kind"),
        ("# kind: a\n# colour: red\nvisitor: hi", "unknown header"),
        ("# kind: a\n# knows: age=7\nvisitor: hi", "unknown details"),
        ("# kind: a\nnobody: hi", "nobody says"),
        ("# kind: a\nagent: I am [name|Ann]", "not the visitor's"),
        ("# kind: a\nvisitor: [name|Ann], [name|Bob]", "a second name"),
        ("# kind: a\nvisitor: I am [name|Ann", "broken mark"),
        ("# kind: a\nvisitor: I am [name=|Ann]", "broken mark"),
    ],
)
def test_a_slip_of_the_pen_is_told_with_its_line(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=rf"line 2: .*{reason}"):
        read("\n" + text)


def test_there_are_enough_dialogues_of_every_kind(written: tuple[Gold, ...]) -> None:
    kinds = Counter(gold.kind for gold in written)
    assert kinds.total() >= 200
    assert kinds.keys() == KINDS
    assert min(kinds.values()) >= 6


@pytest.mark.parametrize("detail", DETAILS)
def test_every_detail_is_there_often_and_missing_often(
    written: tuple[Gold, ...], detail: str
) -> None:
    there = sum(gold.expected[detail] is not None for gold in written)
    assert 60 <= there <= len(written) - 60


def test_every_dialogue_is_short_and_nobodys_copy(written: tuple[Gold, ...]) -> None:
    assert len({gold.messages for gold in written}) == len(written)
    for gold in written:
        assert 3 <= len(gold.messages) <= 10, gold.messages
        assert any(message.role is Role.VISITOR for message in gold.messages)


def test_every_detail_lies_where_the_visitor_says_it(written: tuple[Gold, ...]) -> None:
    for gold in written:
        for found in (each for detail in DETAILS for each in details(gold, detail)):
            if found.position is None:
                assert found.value in known(gold.visitor), gold
                continue
            assert gold.messages[found.position].role is Role.VISITOR
            assert said(gold, found).strip() == said(gold, found) != ""


def test_values_are_spelled_as_on_a_card(written: tuple[Gold, ...]) -> None:
    for gold in written:
        for email in details(gold, "email"):
            assert re.fullmatch(r"[^\s@]+@[^\sA-Z@]+\.[^\sA-Z@.]{2,}", email.value), email
        for phone in details(gold, "phone"):
            number = phonenumbers.parse(phone.value)
            assert phonenumbers.format_number(number, 0) == phone.value  # 0 is E.164
            assert phonenumbers.is_valid_number(number), phone
        for name in details(gold, "name") + details(gold, "company"):
            assert name.value[0].isupper() or not name.value.islower(), name


def test_a_number_written_in_digits_is_the_one_on_the_card(written: tuple[Gold, ...]) -> None:
    for gold in written:
        for phone in details(gold, "phone"):
            surface = said(gold, phone)
            if sum(map(str.isdecimal, surface)) >= 7 and not any(map(str.isalpha, surface)):
                number = phonenumbers.parse(surface, gold.region)
                assert phonenumbers.format_number(number, 0) == phone.value, surface


def test_an_address_written_with_its_sign_is_the_one_on_the_card(
    written: tuple[Gold, ...],
) -> None:
    for gold in written:
        for email in details(gold, "email"):
            surface = said(gold, email)
            if "@" in surface:
                assert surface.replace(" ", "").casefold() == email.value.casefold()
