"""E-mail addresses in what a visitor writes, plain or spelled out, and their corrections."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from email_validator import EmailNotValidError, ValidatedEmail, validate_email

from lib.contacts.questions import Detail
from lib.contacts.turns import Span, Turn
from lib.contacts.words import has_any, is_ordinary, words

MOST = 20  # addresses of one message that are read; more is a list, not a contact

_LOCAL = r"[\w.+%&'-]"
_ADDRESS = re.compile(
    rf"(?<!{_LOCAL})(?<!@){_LOCAL}{{1,64}}@(?P<domain>(?:[\w-]{{1,63}}\.){{1,8}}[\w-]{{2,63}})(?![\w@-])"
)
_AT = r"(?P<at> ?(?:\(at\)|\[at\]|\{at\}|<at>|\(@\)|\[@\]) ?| at | ?@ ?)"
_AT_SIGNS = (" at ", "at)", "at]", "at}", "at>", "@)", "@]", "@ ", " @")
_DOT = r"(?: ?(?:\(dot\)|\[dot\]|\{dot\}|<dot>|\(\.\)|\[\.\]) ?| dot |\.)"
_SPELLED = re.compile(
    rf"(?<![\w.+@-])(?P<local>[\w+-]{{1,64}}(?:{_DOT}[\w+-]{{1,64}}){{0,3}}){_AT}"
    rf"(?P<domain>[\w-]{{1,63}}(?:{_DOT}[\w-]{{2,63}}){{1,4}})(?![\w@-])",
    re.IGNORECASE,
)
_DOT_SIGN = re.compile(_DOT, re.IGNORECASE)
_CUE = re.compile(r"mail|reach me|write (?:to )?me|contact me|address", re.IGNORECASE)
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_ASCII_DOMAIN = re.compile(r"(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}", re.IGNORECASE | re.ASCII)
_FILE_ENDINGS = words("png jpg jpeg gif svg webp pdf css js html htm mp4 zip docx xlsx")
_UNREAD = words("noreply no-reply donotreply do-not-reply mailer-daemon postmaster")
_CORRECTS = re.compile(
    r"\b(?:sorry|oops|whoops|correction|typo|mistyped|misspell?ed|misspelt|mistake|i mean|i meant"
    r"|actually|wrong"
    r"|should be|should have been|instead|rather|better use|wait|entschuldigung|perdón|pardon)\b"
    r"|(?:^|\s)\*|^no[,:. ]|\bnot\b",
    re.IGNORECASE,
)
_AFTER_INSTEAD = re.compile(r"[ ,]{1,2}(?:instead|not\b|rather)", re.IGNORECASE)
_NOT_OWN = re.compile(
    r"(?:\b(?:my|our|a|his|her|their) (?:\w{1,15} )?(?:colleague|co-?worker|boss|manager|friend"
    r"|wife|husband|partner"
    r"|secretary|accountant|assistant|team)\b|\bb?cc\b|\b(?:his|her|their|your) (?:e-?mail|address"
    r"|contact|inbox)\b"
    r"|\b(?:wrote to|e-?mailed|mailed|sent (?:it|this|an? e?-?mail|one) to|mail from|received from"
    r"|is this)\b)"
    r"[^.!?\n@]{0,25}$|\bnot $|\bon (?:your|the) (?:web)?(?:site|page)[, :]{1,3}$",
    re.IGNORECASE,
)
_SWAP = re.compile(
    r"(?<![\w.@+-])(?P<new>[\w.@+-]{1,80}),? (?:and )?(?:not|instead of"
    r"|rather than) (?P<old>[\w.@+-]{2,80})",
    re.IGNORECASE,
)
_SWAP_BACK = re.compile(
    r"\bnot (?P<old>[\w.@+-]{2,80}),? (?:but|it's|its|it is) (?P<new>[\w.@+-]{1,80})", re.IGNORECASE
)
_ENDING = re.compile(r"(?<![\w.])(?P<new>\.[a-z]{2,24}(?:\.[a-z]{2})?)\b", re.IGNORECASE)
_LAST_LABELS = re.compile(r"(?:\.(?:co|com|org|net|ac))?\.[a-z]{2,24}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mention:
    """An address in a turn, and whether it comes as a correction of one before."""

    span: Span
    corrects: bool


def announces_correction(text: str) -> bool:
    """Whether the next message corrects: "oh no wait, typo"."""
    return len(text) <= 40 and bool(_CORRECTS.search(text))


def email_identity(value: str) -> str:
    """The form in which two spellings of one mailbox are equal: no case, no +tag, ASCII domain.

    A value that is no address is only stripped and case-folded.
    """
    address = validated(value.strip())
    if address is None:
        return value.strip().casefold()
    local = address.local_part.casefold()
    return f"{local.split('+')[0] or local}@{address.ascii_domain.casefold()}"


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


def mentions(turn: Turn) -> Iterator[Mention]:
    """The visitor's own addresses of a turn, in order, 20 at most."""
    for span in found_in(turn.text, asked=Detail.EMAIL in turn.asked):
        before = turn.text[max(0, span.start - 60) : span.start]
        if not _NOT_OWN.search(before):
            corrects = _CORRECTS.search(before) or _AFTER_INSTEAD.match(turn.text, span.end)
            yield Mention(span, bool(corrects))


def found_in(text: str, *, asked: bool = False) -> list[Span]:
    """Every address of a text, 20 at most; `asked` lets "john at acme.com" pass."""
    spans = _written(text) + _spelled(text, asked=asked)
    return sorted(spans, key=lambda span: span.start)[:MOST]


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
    if not has_any(text.lower(), _AT_SIGNS):
        return []
    spans: list[Span] = []
    start = 0
    for _ in range(2 * MOST):
        if not (match := _SPELLED.search(text, start)):
            break
        read = _unspelled(text, match, asked=asked)
        spans += read
        start = match.end() if read else match.end("local")
    return spans


def _unspelled(text: str, match: re.Match[str], *, asked: bool) -> list[Span]:
    cued = asked or bool(_CUE.search(text, max(0, match.start() - 40), match.start()))
    written = match["at"] == "@" and _DOT_SIGN.sub(".", match["domain"]) == match["domain"]
    if written or not _is_plausible(match, cued=cued):
        return []
    local, domain = (_DOT_SIGN.sub(".", match[part]) for part in ("local", "domain"))
    address = address_of(f"{local}@{domain}")
    return [Span(address, match.start(), match.end())] if address else []


def _is_plausible(match: re.Match[str], *, cued: bool) -> bool:
    """Brackets are meant; a bare "at" needs a spelled "dot" or a cue; "@ " needs a cue."""
    at = match["at"].strip().casefold()
    last_word = re.split(r"[\W_]", match["local"])[-1]
    if match["domain"].rpartition(".")[2].casefold() in _FILE_ENDINGS:
        return False
    if at == "at":
        spelled_dot = " dot " in match["domain"].casefold()
        return (cued or spelled_dot) and not is_ordinary(last_word)
    return at != "@" or (cued and not is_ordinary(last_word))


def patched(address: str, turn: Turn) -> Span | None:
    """The address after a small correction ("sorry, .co.uk not .com"), None where there is none."""
    if len(turn.text) > 160:
        return None
    for swap in (_SWAP_BACK.search(turn.text), _SWAP.search(turn.text)):
        if swap and (new := _swapped(address, swap["old"].rstrip("."), swap["new"].rstrip("."))):
            return Span(new, *swap.span("new"))
    ending = _ENDING.search(turn.text)
    if ending and _CORRECTS.search(turn.text) and len(turn.text) <= 60:
        new = address_of(_LAST_LABELS.sub(ending["new"], address))
        return Span(new, *ending.span("new")) if new and new != address else None
    return None


def _swapped(address: str, old: str, new: str) -> str | None:
    """The address with one part of it replaced, where that part is in it as a word of its own."""
    part = re.compile(rf"(?<![^\W_]){re.escape(old)}(?![^\W_])", re.IGNORECASE)
    if old.startswith("."):
        part = re.compile(rf"{re.escape(old)}$", re.IGNORECASE)
    if is_ordinary(new) or len(part.findall(address)) != 1:
        return None
    return address_of(part.sub(lambda _: new, address))
