"""E-mail addresses in what a visitor writes, plain or spelled out, and their corrections."""

import re
from functools import lru_cache

from email_validator import EmailNotValidError, ValidatedEmail, validate_email

from lib.contacts import spelled_emails
from lib.contacts.mentions import Mention, mention
from lib.contacts.people import is_anothers
from lib.contacts.questions import Detail
from lib.contacts.turns import RECENT, Span, Turn
from lib.contacts.words import words

MOST = 20  # addresses of one message that are read; more is a list, not a contact

_LOCAL = r"[\w.+%&'-]"
_ADDRESS = re.compile(
    rf"(?<!{_LOCAL})(?<!@){_LOCAL}{{1,64}}@(?P<domain>(?:[\w-]{{1,63}}\.){{1,8}}[\w-]{{2,63}})(?![\w@-])"
)
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_ASCII_DOMAIN = re.compile(r"(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}", re.IGNORECASE | re.ASCII)
_FILE_ENDINGS = words("png jpg jpeg gif svg webp pdf css js html htm mp4 zip docx xlsx")
_UNREAD = words("noreply no-reply donotreply do-not-reply mailer-daemon postmaster")
_FILLERS = words(
    "asdf"
    " asd"
    " asdfg asdasd qwe qwer qwerty test testing abc abcd xyz xxx none no nope na nobody fake",
    "noemail spam a aa aaa b x y z foo bar blah name email mail user example",
)
_MEANT = re.compile(
    r"\b(?:my|our|mine|e-?mail|mail(?: is)?|address|reach (?:me|us)|write (?:to )?(?:me|us)"
    r"|contact (?:me|us)|send"
    r"|correo|courriel|posta|maila mig)\b|\bto me\b|=$|:\s?$",
    re.IGNORECASE,
)
_NOT_OWN = re.compile(
    r"(?:\bb?cc\b|\b(?:wrote to|e-?mailed|mailed|writing to|sent (?:it|this|an? e?-?mail|one"
    r"|them) to|mail from|received from"
    r"|got (?:an? )?(?:e-?mail|mail|message) from|is this|is it|is that|write to|visit"
    r"|signed up at)\b)"
    r"[^.!?\n@]{0,25}$|\bnot $|\bon (?:your|the) (?:web)?(?:site|page)[, :]{1,3}$",
    re.IGNORECASE,
)
_I_WILL = re.compile(
    r"\b(?:i|we|i'll|we'll|ill|will|can i|should i|shall i|do i|to) $", re.IGNORECASE
)


def email_identity(value: str) -> str:
    """The form in which two spellings of one mailbox are equal: no case, no +tag, ASCII domain.

    A value that is no address is only stripped and case-folded.
    """
    address = validated(value.strip())
    if address is None:
        return value.strip().casefold()
    local = address.local_part.casefold()
    return f"{local.split('+')[0] or local}@{address.ascii_domain.casefold()}"


@lru_cache(maxsize=16)
def validated(candidate: str) -> ValidatedEmail | None:
    """The parsed address, None where no mail can reach it from outside."""
    if len(candidate) > 254:
        return None
    try:
        return validate_email(candidate, check_deliverability=False)
    except (EmailNotValidError, UnicodeError):
        return None


def address_of(candidate: str) -> str | None:
    """The address as it is kept: domain in lower case and ASCII, so no look-alike letter hides."""
    address = validated(candidate)
    return f"{address.local_part}@{address.ascii_domain}" if address else None


def mentions(turn: Turn) -> list[Mention]:
    """The visitor's own addresses of a turn, in order, 20 at most."""
    asked = Detail.EMAIL in turn.asked
    found: list[Mention] = []
    since = 0
    for span in found_in(turn.text, asked=asked):
        before = turn.text[max(since, span.start - 60) : span.start]
        if not _is_not_own(turn, span, before):
            meant = asked or bool(_MEANT.search(before))
            found.append(mention(turn, span, since=since, meant=meant))
        since = span.end
    return found


def _is_not_own(turn: Turn, span: Span, before: str) -> bool:
    listed = _NOT_OWN.search(before)
    if listed and not _is_told_to_write(listed):
        return True
    return is_anothers(turn.text, span.start, span.end)


def _is_told_to_write(listed: re.Match[str]) -> bool:
    """ "please write to jo@acme.com" gives one's own, "I will write to jo@acme.com" does not."""
    said = listed[0].casefold()
    return said.startswith("write to") and not _I_WILL.search(listed.string[: listed.start()])


@lru_cache(maxsize=RECENT)
def found_in(text: str, *, asked: bool = False) -> tuple[Span, ...]:
    """Every address of a text, 20 at most; `asked` lets "john at acme.com" pass."""
    if "@" not in text and not spelled_emails.may_hold_one(text):
        return ()
    spans = _written(text) + _spelled(text, asked=asked)
    spans = [span for span in spans if not _is_filler(span.value)]
    return tuple(sorted(spans, key=lambda span: span.start)[:MOST])


def hold(turn: Turn, span: Span) -> bool:
    """Whether the span lies in an address of the turn: "bo" in "bo (at) havn dot dk"."""
    found = found_in(turn.text, asked=Detail.EMAIL in turn.asked)
    return any(each.start < span.end and span.start < each.end for each in found)


def _is_filler(address: str) -> bool:
    local, _, domain = address.casefold().partition("@")
    label = domain.partition(".")[0]
    return local in _FILLERS and (label in _FILLERS or label == local)


def _written(text: str) -> list[Span]:
    if "@" not in text:
        return []
    spans: list[Span] = []
    for tried, match in enumerate(_ADDRESS.finditer(text)):
        if tried == 2 * MOST:
            break
        if span := _read(text, match):
            spans.append(span)
    return spans


def _read(text: str, match: re.Match[str]) -> Span | None:
    start, end = match.start() + _glued(match[0]), match.end()
    domain = match["domain"]
    if not domain.isascii() and (ascii_part := _ASCII_DOMAIN.match(domain)):
        end = match.start("domain") + ascii_part.end()
    if _is_no_mailbox(text, start, end):
        return None
    address = address_of(text[start:end])
    return Span(address, start, end) if address else None


def _glued(candidate: str) -> int:
    """How much of the start is not of the address: quotes, or a sentence without spaces."""
    local = candidate.partition("@")[0]
    unspaced = [match.end() for match in _UNSPACED.finditer(local)]
    cut = unspaced[-1] if unspaced and unspaced[-1] < len(local) else 0
    return cut + len(local[cut:]) - len(local[cut:].lstrip(".'-+%&"))


def _is_no_mailbox(text: str, start: int, end: int) -> bool:
    """A password in a link, `git@host:path`, `logo@2x.png`, an address that nobody reads."""
    local, _, domain = text[start:end].casefold().partition("@")
    word_before = (text[max(0, start - 80) : start].split() or [""])[-1]
    in_link = "://" in word_before and not text[start - 1].isspace()
    return (
        in_link
        or local in _UNREAD
        or domain.rpartition(".")[2] in _FILE_ENDINGS
        or (local == "git" and text[end : end + 1] in ":/")
    )


def _spelled(text: str, *, asked: bool) -> list[Span]:
    found = (
        (address_of(candidate), start, end)
        for candidate, start, end in spelled_emails.candidates(text, asked=asked)
    )
    return [Span(address, start, end) for address, start, end in found if address]
