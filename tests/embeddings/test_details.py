import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.details import without_details


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Yes please, book it. ana.torres@brightharbor.example", "Yes please, book it."),
        ("yes please, jo@acme-labs.example", "yes please"),
        ("We want 40 licences, contact me at jo@firm.example", "We want 40 licences, contact me"),
        ("Please do. My mail is r.holm@holm.example", "Please do."),
        ("please ring me today, 020 5550 1188", "please ring me today"),
        ("call me at 510-555-0153 tomorrow.", "call me tomorrow."),
        ("0151 555 0170, and I'm angry", "and I'm angry"),
        ("Megan Vance +1 510 555 0153", "Megan Vance"),
        ("see https://firm.example/a?b=c and tell me", "see and tell me"),
        ("Ana <ana@firm.example> wants a quote", "Ana wants a quote"),
    ],
)
def test_contact_details_and_the_words_that_lead_to_them_are_left_out(text: str, rest: str) -> None:
    assert without_details(text) == rest


@pytest.mark.parametrize(
    "text",
    [
        "it's kim@northlake.example",
        "my number is 555-0142",
        "jo@firm.example, +44 20 7946 0958",
        "www.firm.example",
    ],
)
def test_of_nothing_but_details_nothing_is_left(text: str) -> None:
    assert without_details(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "my order number is 88213",
        "on 04.05.2026 at 9:30",
        "from 2026-05-04 to 2026-05-09",
        "1,200,000 units at 12.50",
        "40 people @ noon",
        "version 8.1.12",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert without_details(text) == text


@given(st.text(string.ascii_letters + " .,?!", max_size=200))
def test_plain_words_stay_as_they_are(text: str) -> None:
    assert without_details(text.replace("www.", "")) == text.replace("www.", "")


@given(st.lists(st.sampled_from(["a", "@", ".", "+", "0", " ", "(", "b.c", "my "]), max_size=400))
def test_any_text_is_read_twice_the_same(parts: list[str]) -> None:
    assert len(without_details("".join(parts))) <= len("".join(parts))
