"""What the visitor said, cut into sentences to embed: a pure reading of a dialogue."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from embeddings.details import BARE, without_details

VISITOR = "visitor"

SHORT_REPLY_WORDS = 8
LONG_MESSAGE_WORDS = 20
LONG_SENTENCE_WORDS = 40
CONTEXT_WORDS = 30
HEAPED_WORDS = 5
TELLING_WORDS = 4
MOST_CHARACTERS = 20_000
MOST_UTTERANCES = 200

# A message of these alone opens a chat and tells nothing about it.
GREETINGS = frozenset(
    word
    for line in (
        "hi hello hey hiya howdy greetings dear there all team sir madam or everyone folks",
        "good morning afternoon evening day hallo moin guten tag morgen abend",
        "hola buenos buenas dias días tardes bonjour bonsoir salut ciao buongiorno",
        "olá oi bom dia merhaba selam",
    )
    for word in line.split()
)

# A reply that refuses or puts off takes nothing over from the question.
_REFUSAL = re.compile(
    r"\W*(?:no|nope|nah|not|never|don't|please don't"
    r"|maybe|perhaps|later|let me|hold on|wait|first (?:i|we)"
    r"|(?:only|just) (?:looking|browsing|asking|comparing|curious)"
    r"|i(?:'ll| will|'d)? (?:have to|need to|must|only|just|may)"
    r"|i(?:'m| am) (?:only|just|still|not))\b",
    re.IGNORECASE,
)

# Words that mean something only with the question they answer.
ASSENT = frozenset(
    word
    for line in (
        "yes yeah yep yup ok okay sure please right correct exactly agreed alright absolutely",
        "definitely certainly of course fine perfect great good ja sí si oui claro",
    )
    for word in line.split()
)

YES_OR_NO = ASSENT | {"no", "nope", "nah", "not", "now", "thanks", "thank", "you"}

_SENTENCE = re.compile(r"\S.*?(?:[.!?…]+(?=\s|$)|[。！？]+|(?=\n)|$)", re.DOTALL)  # noqa: RUF001
_LETTERS = re.compile(r"\w+")
_WORD = re.compile(r"\S+")


class Turn(NamedTuple):
    """One message of a dialogue: who says it ("visitor" or another role) and its text."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A piece of a visitor's message: the message from character `start` up to `end`.

    `position` counts all messages of the conversation from 0.
    """

    position: int
    start: int
    end: int
    quoted: str


@dataclass(frozen=True, slots=True)
class Utterance(Quote):
    """A quote, and the two texts whose vectors tell what it means.

    `text` is what it says alone: without contact details, and a mere yes together with the
    question. `in_context` is for a short reply the end of what it answers and then the reply, else
    `text`.
    """

    text: str
    in_context: str


class Span(NamedTuple):
    """A piece of a text, by character offsets."""

    start: int
    end: int


def utterances(turns: Sequence[Turn]) -> tuple[Utterance, ...]:
    """What the visitor said, in order, each thing once.

    A message of more than 20 words is cut at sentence ends. Text without a letter or a digit is
    left out, and so is one whose words are those of one before, whatever their case, number and
    order: saying a thing five times is no more of it. A bare greeting or a heap of words ("buy buy
    buy") counts only where there is nothing else. Of a conversation that has more than 200
    utterances the first and the last 100 count: why someone came, and where it ended.
    """
    distinct: dict[frozenset[str], Utterance] = {}
    for utterance in _all(turns):
        distinct.setdefault(frozenset(_words_of(utterance.text)), utterance)
    found = tuple(filter(tells, distinct.values())) or tuple(distinct.values())
    if len(found) <= MOST_UTTERANCES:
        return found
    return found[: MOST_UTTERANCES // 2] + found[-MOST_UTTERANCES // 2 :]


def texts_of(conversations: Iterable[Sequence[Utterance]]) -> list[str]:
    """Every text that scoring them needs a vector of, once."""
    return list(
        dict.fromkeys(
            text
            for said in conversations
            for utterance in said
            for text in (utterance.text, utterance.in_context)
        )
    )


def tells(utterance: Utterance) -> bool:
    """Whether an utterance is more than a greeting or a heap of words."""
    words = _words_of(utterance.text)
    return not (GREETINGS.issuperset(words) or heaped(words))


def speaks_for_itself(quote: Quote) -> bool:
    """Whether it can be understood alone: not a mere yes or no, nor a name and a number."""
    kept = without_details(quote.quoted)
    words = _words_of(kept)
    return not YES_OR_NO.issuperset(words) and (kept == quote.quoted or len(words) >= TELLING_WORDS)


def heaped(words: Sequence[str]) -> bool:
    """Whether five words or fewer come over and over: each twice on average."""
    distinct = len(set(words))
    return distinct <= HEAPED_WORDS and len(words) >= 2 * distinct


def _words_of(text: str) -> list[str]:
    return _LETTERS.findall(text.casefold())


def _all(turns: Sequence[Turn]) -> Iterator[Utterance]:
    before = ""
    for position, turn in enumerate(turns):
        message = turn.text[:MOST_CHARACTERS]
        if turn.role != VISITOR:
            before = message
            continue
        for start, end in pieces(message):
            quoted = message[start:end]
            text = without_details(quoted) or BARE
            both = in_context(text, before)
            if ASSENT.issuperset(_words_of(text)):
                text = both
            yield Utterance(position, start, end, quoted, text, both)


def in_context(text: str, before: str) -> str:
    """A short reply with the end of the message it answers; any other text as it is.

    A few words over and over ("buy buy buy") are no reply: the question must not lend them sense.
    Nor must it to a refusal or a delay: "Shall I book it? No" is near to "Shall I book it? Yes".
    """
    if len(text.split()) > SHORT_REPLY_WORDS or heaped(_words_of(text)) or _REFUSAL.match(text):
        return text
    return f"{without_details(asked(before))} {text}".strip()


def asked(text: str) -> str:
    """The last sentences of a text that are 30 words at most, or the end of one that is longer."""
    spans = sentences(text)
    words = _words(text)[-CONTEXT_WORDS:]
    if not words:
        return ""
    earliest = words[0].start
    whole = [span.start for span in spans if span.start >= earliest]
    return text[whole[0] if whole else earliest :].strip()


def pieces(message: str) -> list[Span]:
    """The message in pieces of a sentence or more: of 20 words at most, or of a longer sentence."""
    if not any(map(str.isalnum, message)):
        return []
    if len(message.split()) <= LONG_MESSAGE_WORDS:
        return [_stripped(message, Span(0, len(message)))]
    packed: list[Span] = []
    for span in (short for long in sentences(message) for short in _shortened(message, long)):
        if packed and _count(message, Span(packed[-1].start, span.end)) <= LONG_MESSAGE_WORDS:
            packed[-1] = Span(packed[-1].start, span.end)
        else:
            packed.append(span)
    return [span for span in packed if any(map(str.isalnum, message[span.start : span.end]))]


def sentences(text: str) -> list[Span]:
    """Sentences by their end marks and line breaks, without the space around them."""
    return [_stripped(text, Span(*match.span())) for match in _SENTENCE.finditer(text)]


def _shortened(text: str, span: Span) -> Iterator[Span]:
    """Cut a sentence that never ends after every 40 words."""
    words = [Span(*match.span()) for match in _WORD.finditer(text, span.start, span.end)]
    for first in range(0, len(words), LONG_SENTENCE_WORDS):
        group = words[first : first + LONG_SENTENCE_WORDS]
        yield Span(group[0].start, group[-1].end)


def _stripped(text: str, span: Span) -> Span:
    piece = text[span.start : span.end]
    start = span.start + len(piece) - len(piece.lstrip())
    return Span(start, start + len(piece.strip()))


def _words(text: str) -> list[Span]:
    return [Span(*match.span()) for match in _WORD.finditer(text)]


def _count(text: str, span: Span) -> int:
    return len(text[span.start : span.end].split())
