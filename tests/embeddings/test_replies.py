"""What small chats come to with the shipped exemplars and the real model."""

import pytest

from bench.labelled import chat
from embeddings.encoder import SentenceEncoder
from embeddings.exemplars import ExemplarSet, starter_set
from embeddings.scoring import Assessment, assess
from embeddings.utterances import texts_of

pytestmark = pytest.mark.model

ROOM = "Hi, can we book the large room for 40 people next Thursday?"
OFFER = "A: Yes, it is free all day. Shall I book it? Where do I send the offer?"
PLAN = "How much is the pro plan? | A: 49 a month. Shall I set it up?"


@pytest.fixture(scope="module")
def real() -> SentenceEncoder:
    return SentenceEncoder()


@pytest.fixture(scope="module")
def shipped(real: SentenceEncoder) -> ExemplarSet:
    return starter_set(real)


def judged(line: str, real: SentenceEncoder, shipped: ExemplarSet) -> Assessment:
    said = [chat(line.split(" | "))]
    texts = texts_of(said)
    rows = {text: row for row, text in enumerate(texts)}
    (found,) = assess(said, rows, real.encode(texts), shipped)
    assert found
    return found


@pytest.mark.parametrize(
    "line",
    [
        f"{ROOM} | {OFFER} | Yes please, book it. ana.torres@brightharbor-events.com",
        f"{OFFER} | Yes please, book it.",
        f"{PLAN} | yes please, jo@acme-labs.com",
        f"{PLAN} | yes",
        "I want to buy the yearly plan | A: Card or invoice? | invoice please",
        "A: Would you like our sales team to call you? | Yes, tomorrow",
    ],
)
def test_who_accepts_an_offer_is_hot_and_the_acceptance_gave_points(
    line: str, real: SentenceEncoder, shipped: ExemplarSet
) -> None:
    found = judged(line, real, shipped)
    assert found.temperature == "Hot"
    assert found.evidence[-1].points > 0


def test_becoming_a_customer_is_hot(real: SentenceEncoder, shipped: ExemplarSet) -> None:
    line = "I'd like to become a customer, what do you need from me?"
    assert judged(line, real, shipped).temperature == "Hot"


@pytest.mark.parametrize("reply", ["no thanks", "No, not interested", "nope, not for me"])
def test_a_refusal_lowers_the_score(
    reply: str, real: SentenceEncoder, shipped: ExemplarSet
) -> None:
    found = judged(f"{PLAN} | {reply}", real, shipped)
    assert found.temperature == "Cold"
    assert found.evidence[-1].points < 0


@pytest.mark.parametrize(
    "line",
    [
        "The app keeps crashing | A: Shall I open a ticket? | Yes please do",
        "I want to return my shoes | A: Shall I book a pick-up for the return? | Yes",
        "Can you reset my password? | A: Shall I send you a link? | Yes, go ahead",
        "Hey | A: Hi! Interested in a demo? | no, your site is down",
        "I was charged twice | A: I am sorry. Your e-mail? | jo@acme-labs.com",
    ],
)
def test_who_accepts_help_stays_cold(
    line: str, real: SentenceEncoder, shipped: ExemplarSet
) -> None:
    assert judged(line, real, shipped).temperature == "Cold"


@pytest.mark.parametrize(
    "details",
    [
        " jo@acme-labs.com",
        " My mail is buy.now@quote-order.example",
        " +44 20 7946 0958",
        " https://acme-labs.com/demo",
    ],
)
@pytest.mark.parametrize("reply", ["Yes please, book it.", "No, thanks.", "How big is it?"])
def test_contact_details_beside_a_reply_do_not_move_the_score(
    reply: str, details: str, real: SentenceEncoder, shipped: ExemplarSet
) -> None:
    line = f"{ROOM} | {OFFER} | {reply}"
    assert judged(line + details, real, shipped).score == judged(line, real, shipped).score


def test_whose_contact_details_they_are_does_not_move_the_score(
    real: SentenceEncoder, shipped: ExemplarSet
) -> None:
    asked = f"{ROOM} | A: Sure. What is your e-mail?"
    one, other = (
        judged(f"{asked} | {given}", real, shipped)
        for given in ("jo@acme-labs.com", "it's refunds@broken-app.example")
    )
    assert one.score == other.score


@pytest.mark.parametrize(
    ("line", "quoted"),
    [
        (f"{ROOM} | {OFFER} | jo@acme-labs.com", ROOM),
        (f"{ROOM} | {OFFER} | Megan Vance +1 510 555 0153", ROOM),
        (f"{ROOM} | {OFFER} | yes please", ROOM),
        ("I want to buy 20 licences. jo@acme-labs.com", "I want to buy 20 licences."),
    ],
)
def test_what_is_quoted_tells_something(
    line: str, quoted: str, real: SentenceEncoder, shipped: ExemplarSet
) -> None:
    assert judged(line, real, shipped).summary.endswith(f": {quoted}")


def test_contact_details_are_still_shown_as_they_were_written(
    real: SentenceEncoder, shipped: ExemplarSet
) -> None:
    found = judged(f"{ROOM} | {OFFER} | Yes, jo@acme-labs.com", real, shipped)
    assert found.evidence[-1].text == "Yes, jo@acme-labs.com"
