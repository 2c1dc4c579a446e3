"""Which of several details is the visitor's, and what is odd about an address."""

from collections.abc import Sequence

import pytest

from lib.contacts import email_identity, extract, phone_identity, warnings_of
from lib.domain import Contact, Found, Message, Role, Visitor

ROLES = {"V": Role.VISITOR, "A": Role.ASSISTANT, "H": Role.AGENT}


def contact(*lines: str, region: str = "US", visitor: Visitor | None = None) -> Contact:
    """What comes out of "V: …", "A: …" (assistant) and "H: …" (a human agent)."""
    messages = [Message(ROLES[line[0]], line[3:]) for line in lines]
    return extract(messages, visitor or Visitor(), region=region)


def value(found: Found | None) -> str | None:
    return found.value if found else None


def others(*lines: str, region: str = "US") -> list[tuple[str, str]]:
    return [(kind, found.value) for kind, found in contact(*lines, region=region).others]


def test_further_addresses_and_numbers_are_kept_in_the_order_said() -> None:
    assert others(
        "A: How can we reach you?",
        "V: ann@globex.com or 415 555 0134",
        "V: at home 415 555 0178, privately ann.lee@gmail.com",
    ) == [("phone", "+14155550178"), ("email", "ann.lee@gmail.com")]


def test_a_further_number_says_where_it_was_said() -> None:
    found = contact("V: my number is 415 555 0134, the office is 415 555 0178").others
    assert found == (("phone", Found("+14155550178", 0, 41, 53)),)


def test_what_was_corrected_is_not_kept() -> None:
    assert others("V: my mail is jon@acme.com", "V: sorry, john@acme.com") == []


def test_twenty_further_ones_are_kept_and_no_more() -> None:
    lines = [f"V: also a{i}@globex.com and b{i}@globex.com" for i in range(20)]
    assert len(others(*lines)) == 20


def test_the_same_address_said_twice_is_one() -> None:
    assert others("V: ann@globex.com", "V: Ann@Globex.com is right") == []


@pytest.mark.parametrize(
    "lines",
    [
        ("V: my wife's cell is 415 555 0134",),
        ("V: call our doorman, 415-555-0134, he opens",),
        ("V: ask my boss, she is at (415) 555-0134",),
        ("V: My tenant Gus (415-555-0134) has the key",),
        ("V: the tag on the dog says 415 555 0134",),
        ("V: 415 555 0134 is my husband's number",),
        ("V: I got a text from 415 555 0134, was it you?",),
        ("V: I tried 1-800-555-0199 all day",),
    ],
)
def test_the_number_of_somebody_else_is_left_alone(lines: Sequence[str]) -> None:
    assert contact(*lines) == Contact()


@pytest.mark.parametrize(
    "line",
    [
        "my landlord is away, call me at 415 555 0134",
        "415 555 0134, my wife's phone died",
        "the driver can reach me on 415 555 0134",
    ],
)
def test_a_number_of_their_own_stays_theirs_whoever_else_is_spoken_of(line: str) -> None:
    assert value(contact(f"V: {line}").phone) == "+14155550134"


def test_a_number_that_the_other_side_has_of_the_visitor_may_be_repeated_by_them() -> None:
    asked = "A: Is 415-555-0134 still the number to reach you?"
    assert value(contact(asked, "V: yes, 415 555 0134 is right").phone) == "+14155550134"
    assert contact("A: Call us at 415-555-0134?", "V: ok, 415 555 0134").phone is None


@pytest.mark.parametrize(
    ("lines", "phone"),
    [
        (("A: Your number?", "V: four one five, triple five, oh one three four"), "+14155550134"),
        (("A: Your number?", "V: 4 1 5 . 5 5 5 . 0 1 3 4"), "+14155550134"),
        (("V: call me: 415 555 0134", "V: oops, 0143 at the end"), "+14155550143"),
        (("V: call me: 415 555 0134", "V: sorry, 510 instead of 415"), "+15105550134"),
        (("V: call me: 415 555 0134", "V: 415 555 0143"), "+14155550143"),
        (("V: call me: 415 555 0134", "V: ignore that", "V: 510 555 0134"), "+15105550134"),
    ],
)
def test_numbers_may_be_said_in_words_and_corrected_in_part(
    lines: Sequence[str], phone: str
) -> None:
    assert value(contact(*lines).phone) == phone


@pytest.mark.parametrize(
    ("lines", "email"),
    [
        (("V: jane underscore doe at acme dot org",), "jane_doe@acme.org"),
        (("V: post (ät) acme (punkt) de",), "post@acme.de"),
        (("V: mail me: jane@acme.con", "V: jane@acme.com"), "jane@acme.com"),
        (("V: jane@acme.com", "V: no, acme-labs.com"), "jane@acme-labs.com"),
        (("A: Your e-mail is jane@acme.co?", "V: .com not .co"), "jane@acme.com"),
        (("V: I can't get into old@acme.com", "V: new@acme.com"), "new@acme.com"),
        (("V: add kim@acme.com", "A: Your own e-mail?", "V: lee@acme.com"), "lee@acme.com"),
    ],
)
def test_the_address_to_use_is_told_from_others(lines: Sequence[str], email: str) -> None:
    assert value(contact(*lines).email) == email


@pytest.mark.parametrize("line", ["asdf@asdf.com", "test@test.com", "none@none.com"])
def test_an_address_typed_to_get_on_is_none(line: str) -> None:
    assert contact("A: Your e-mail?", f"V: {line}").email is None


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (("A: Your first name?", "V: Theo", "A: And your surname?", "V: Hale"), "Theo Hale"),
        (("A: Your name?", "V: Jhon Hale", "V: *John"), "John Hale"),
        (("V: I'm Sara", "V: sorry, Sarah with an h"), "Sarah"),
        (("V: First name: Rosa\nLast name: Lind",), "Rosa Lind"),
        (("A: Last name first, please.", "V: van den Berg, Willem"), "Willem van den Berg"),
        (("V: sure thing, Zorika", "A: Thanks, Zorika."), "Zorika"),
        (("A: And you are?", "V: her son, Philip Hale"), "Philip Hale"),
        (("V: hi im dana cole need a dog walker",), "Dana Cole"),
        (("V: buenas, soy Ximena de Grupo Alameda",), "Ximena"),
    ],
)
def test_a_name_is_joined_corrected_and_confirmed(lines: Sequence[str], name: str) -> None:
    assert value(contact(*lines).name) == name


@pytest.mark.parametrize(
    "lines",
    [
        ("V: my wife Anna booked a table",),
        ("V: to our accountant, Beth, beth@tally.com",),
        ("A: What is her name?", "V: Ruth Anders"),
        ("A: Which brand?", "V: Ralph Hale"),
        ("V: thanks Ben!",),
    ],
)
def test_the_name_of_somebody_else_is_left_alone(lines: Sequence[str]) -> None:
    assert contact(*lines).name is None


@pytest.mark.parametrize(
    ("line", "company"),
    [
        ("i own harbor lights diner", "Harbor Lights Diner"),
        ("I'm a nurse at St. Brigid's Hospital", "St. Brigid's Hospital"),
        ("We trade as Loaf & Ladle", "Loaf & Ladle"),
        ("Best,\nAlan Hale\nHead of Sales\nPinewood Partners\n415 555 0134", "Pinewood Partners"),
        ("mail ap@lumenloom.co, the Lumen Loom logo on it", "Lumen Loom"),
    ],
)
def test_a_company_is_told_by_role_trade_signature_or_domain(line: str, company: str) -> None:
    assert value(contact(f"V: {line}").company) == company


@pytest.mark.parametrize(
    "written",
    [
        "GB29 NWBK 6016 1331 9268 19",
        "card 5555 5555 5555 4444",
        "pump P-4155550134",
        "policy no 4155550134",
        "10.20.30.40",
        "between 2024-01-15 and 2024-02-20",
        "tracking 9400 1000 0000 0000 0000 00",
        "40.712776, -74.005974",
    ],
)
def test_what_looks_like_a_number_is_no_phone(written: str) -> None:
    assert contact(f"V: {written}").phone is None


def test_an_extension_changes_nothing_of_a_number() -> None:
    assert phone_identity("+14155550134;ext=12") == "+14155550134"
    assert value(contact("A: Phone?", "V: 415-555-0134 ext. 12").phone) == "+14155550134"


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("a@xn--pple-43d.com", ("mixes Cyrillic and Latin", "is shown as \u0430pple.com")),
        ("info@xn--mller-kva.de", ("is shown as müller.de",)),
        ("x@mailinator.com", ("a few minutes",)),
        ("j\u043e@globex.com", ("mixes Cyrillic and Latin",)),
        ("maria@globex.com", ()),
    ],
)
def test_what_is_odd_about_an_address_is_said(address: str, told: tuple[str, ...]) -> None:
    warnings = warnings_of(Contact(email=Found(address)))
    assert len(warnings) == len(told)
    assert all(words in warning for words, warning in zip(told, warnings, strict=True))


def test_a_list_of_addresses_is_called_one() -> None:
    found = contact("V: " + " ".join(f"a{i}@globex.com" for i in range(25)))
    assert "list" in " ".join(warnings_of(found))
    assert warnings_of(Contact()) == ()


def test_a_further_address_is_warned_of_too() -> None:
    spare = ("email", Found("x@mailinator.com"))
    assert len(warnings_of(Contact(email=Found("a@globex.com"), others=(spare,)))) == 1


def test_the_address_that_is_kept_is_its_own_identity() -> None:
    found = contact("V: Maria@Globex.com").email
    assert found
    assert email_identity(found.value) == email_identity("maria@globex.com")
