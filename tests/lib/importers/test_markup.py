"""HTML and mail as the words of who wrote them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.importers.markup import text_of_html, without_quoted_mail

HTML = [
    ("<p>Hi</p><p>there</p>", "Hi\n\nthere"),
    ("<p>Okay!</p>", "Okay!"),
    ("one<br>two<br/>three", "one\ntwo\nthree"),
    ("<ul><li>a</li><li>b</li></ul>", "a\n\nb"),
    ("Tom &amp; Ana &lt;3 &#8364;5 &nbsp;ok", "Tom & Ana <3 €5 ok"),
    ("<b>How</b> <i>much</i>?", "How much?"),
    ('<a href="https://globex-labs.com/x">our site</a>', "our site"),
    ("<script>alert(1)</script><p>Hi</p><style>p {}</style>", "Hi"),
    ("<!-- hidden --><p>Hi</p>", "Hi"),
    ("<p>unclosed <b>tags", "unclosed tags"),
    ("  plain   text\n\n stays ", "  plain   text\n\n stays "),
    ("a < b and c > d", "a < b and c > d"),
    ("I <3 it & want 5", "I <3 it & want 5"),
    ("price<100", "price<100"),
    ("", ""),
]


@pytest.mark.parametrize(("written", "text"), HTML)
def test_html_is_read_as_a_person_sees_it(written: str, text: str) -> None:
    assert text_of_html(written) == text


@given(st.text(max_size=400))
def test_any_text_is_read_without_an_error(written: str) -> None:
    assert isinstance(text_of_html(written), str)


@given(st.text(alphabet="abc xyz.,?!\n", max_size=200))
def test_text_without_markup_comes_back_as_it_is(written: str) -> None:
    assert text_of_html(written) == written


MAILS = [
    "On Tue, 10 Mar 2026 at 14:30, Ben Ode <ben@initech-tools.com> wrote:\n> How many?\n> Ben",
    "Am Di., 10. März 2026 um 14:30 Uhr schrieb Ben Ode:\n> Wie viele?",
    "Le mar. 10 mars 2026 à 14:30, Ben Ode a écrit :\n> Combien ?",
    "El mar, 10 mar 2026 a las 14:30, Ben Ode escribió:\n> ¿Cuántos?",
    "Il giorno mar 10 mar 2026 Ben Ode ha scritto:\n> Quanti?",
    "Op di 10 mrt. 2026 om 14:30 schreef Ben Ode <b@initech-tools.com>:\n> Hoeveel?",
    "-----Original Message-----\nFrom: Ben Ode\nHow many?",
    "________________________________\nFrom: Ben Ode\nSent: Tuesday\nHow many?",
    "From: Ben Ode\nSent: Tuesday, March 10\nTo: Ada\nSubject: Tents\n\nHow many?",
    "Von: Ben Ode\nGesendet: Dienstag\nAn: Ada\n\nWie viele?",
    "> How many?\n> Ben",
]


@pytest.mark.parametrize("history", MAILS)
def test_the_mail_that_is_answered_is_left_out(history: str) -> None:
    assert without_quoted_mail(f"Three, please.\n\nAda\n\n{history}") == "Three, please.\n\nAda"


@pytest.mark.parametrize("history", MAILS)
def test_a_mail_that_only_quotes_stays_whole(history: str) -> None:
    assert without_quoted_mail(history) == history


def test_answers_between_quoted_lines_stay() -> None:
    mail = "> How many?\nThree.\n> When?\nIn June."
    assert without_quoted_mail(mail) == "Three.\nIn June."


def test_a_line_that_merely_mentions_who_wrote_stays() -> None:
    mail = "From what Ben wrote I take it that three are enough."
    assert without_quoted_mail(mail) == mail


@pytest.mark.parametrize(
    "piece", ["<", "<a", "&amp;", "&#", "<p>", "> ", "On ", "From: a\n", " \n", "_"]
)
def test_hostile_text_costs_little(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    started = time.process_time()
    text_of_html(text)
    without_quoted_mail(text)
    assert time.process_time() - started < 2  # a pattern that backtracks takes minutes
