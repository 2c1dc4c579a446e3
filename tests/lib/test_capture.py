"""Which conversations make a lead, whose lead it is, and what it shows."""

from datetime import timedelta
from itertools import permutations

import pytest
from sqlalchemy import Connection, select, update

from lib import exemplars
from lib.capture import capture
from lib.config import Rules
from lib.domain import Status, Temperature
from lib.leads import set_temperature
from lib.schema import contacts, lead_conversations, lead_words, leads
from tests.rows import NOW
from tests.scored import Scored, rescore

RULES = Rules(score_with_contact=20, score_without_contact=70)


def shown(connection: Connection, *names: str) -> list[tuple[object, ...]]:
    columns = [leads.c[name] for name in names]
    standing = select(*columns).where(leads.c.merged_into.is_(None)).order_by(leads.c.id)
    return [tuple(row) for row in connection.execute(standing)]


def links(connection: Connection) -> set[frozenset[int]]:
    """The conversations that belong together."""
    together: dict[int, set[int]] = {}
    for row in connection.execute(select(lead_conversations)):
        together.setdefault(row.lead_id, set()).add(row.conversation_id)
    return set(map(frozenset, together.values()))


@pytest.mark.parametrize(
    ("score", "contact", "is_lead"),
    [
        (19.9, {"email": "ana@globex.com"}, False),
        (20.0, {"email": "ana@globex.com"}, True),
        (20.0, {"phone": "+14155550134"}, True),
        (69.9, {}, False),
        (70.0, {}, True),
        (69.9, {"name": "Ana", "company": "Globex"}, False),
    ],
)
def test_a_lead_needs_a_contact_and_some_signal_or_a_strong_signal(
    connection: Connection, scored: Scored, score: float, contact: dict[str, str], is_lead: bool
) -> None:
    capture(connection, [scored(score, **contact)], RULES)
    assert bool(shown(connection, "id")) == is_lead


def test_a_new_lead_is_new_and_shows_what_was_found(connection: Connection, scored: Scored) -> None:
    found = scored(81, channel="WhatsApp", name="Ana", email="ana@globex.com", company="Globex")
    capture(connection, [found], RULES)
    columns = ("score", "name", "email", "phone", "company", "intent", "channel", "status")
    assert shown(connection, *columns) == [
        (81, "Ana", "ana@globex.com", None, "Globex", "Pricing: 81", "WhatsApp", Status.NEW)
    ]


def test_a_lead_was_captured_when_the_conversation_took_place(
    connection: Connection, scored: Scored
) -> None:
    capture(connection, [scored(81, at=NOW - timedelta(days=60))], RULES)
    assert shown(connection, "captured_at") == [(NOW - timedelta(days=60),)]


def test_one_person_is_one_lead_showing_the_strongest_conversation(
    connection: Connection, scored: Scored
) -> None:
    first = scored(45, email="ana@globex.com")
    second = scored(88, email="ana@globex.com", at=NOW + timedelta(hours=1))
    third = scored(30, email="ana@globex.com", at=NOW + timedelta(hours=2))
    capture(connection, [first, second, third], RULES)
    assert shown(connection, "score", "conversation_id") == [(88, second)]


def test_contact_details_come_from_the_latest_conversation_that_has_them(
    connection: Connection, scored: Scored
) -> None:
    early = scored(88, email="ana@globex.com", name="Ann", company="Globex")
    late = scored(30, email="ana@globex.com", name="Ana", at=NOW + timedelta(hours=1))
    capture(connection, [early, late], RULES)
    assert shown(connection, "name", "company") == [("Ana", "Globex")]


def test_what_a_person_said_before_being_worth_a_lead_belongs_to_it_too(
    connection: Connection, scored: Scored
) -> None:
    small_talk = scored(5, email="ana@globex.com")
    capture(connection, [small_talk], RULES)
    wish = scored(60, email="ana@globex.com")
    capture(connection, [wish], RULES)
    assert links(connection) == {frozenset({small_talk, wish})}


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_e_mail_and_phone_that_turn_out_to_be_one_person_become_one_lead(
    connection: Connection, scored: Scored, order: tuple[int, ...]
) -> None:
    ids = [
        scored(50, email="ana@globex.com"),
        scored(60, phone="+14155550134"),
        scored(70, email="ana@globex.com", phone="+14155550134"),
    ]
    for index in order:
        capture(connection, [ids[index]], RULES)
    assert links(connection) == {frozenset(ids)}
    assert shown(connection, "score", "email", "phone") == [(70, "ana@globex.com", "+14155550134")]


@pytest.mark.parametrize("at_once", [True, False])
def test_two_people_with_e_mails_of_their_own_and_one_phone_stay_two_leads(
    connection: Connection, scored: Scored, at_once: bool
) -> None:
    ids = [
        scored(50, email="ana@globex.com", phone="+14155550134"),
        scored(60, email="ben@globex.com", phone="+14155550134"),
    ]
    for some in [ids] if at_once else [[each] for each in ids]:
        capture(connection, some, RULES)
    assert links(connection) == {frozenset({each}) for each in ids}


def test_a_phone_alone_leads_to_the_one_who_gave_it_first(
    connection: Connection, scored: Scored
) -> None:
    ana = scored(50, email="ana@globex.com", phone="+14155550134")
    ben = scored(60, email="ben@globex.com", phone="+14155550134")
    capture(connection, [ana, ben], RULES)
    call = scored(70, phone="+14155550134")
    capture(connection, [call], RULES)
    assert links(connection) == {frozenset({ana, call}), frozenset({ben})}


def test_a_phone_that_is_corrected_to_that_of_another_person_joins_nobody(
    connection: Connection, scored: Scored
) -> None:
    ana = scored(50, email="ana@globex.com", phone="+14155550134")
    ben = scored(60, email="ben@globex.com", phone="+14155550199")
    call = scored(70, phone="+14155550134")
    capture(connection, [ana, ben, call], RULES)
    of_call = contacts.c.conversation_id == call
    corrected = {"value": "+14155550199", "identity": "+14155550199"}
    connection.execute(update(contacts).where(of_call).values(corrected))
    capture(connection, [call], RULES)
    assert links(connection) == {frozenset({ana, call}), frozenset({ben})}


def test_what_another_person_said_with_the_same_phone_is_not_linked(
    connection: Connection, scored: Scored
) -> None:
    small_talk = scored(5, email="ben@globex.com", phone="+14155550134")
    capture(connection, [small_talk], RULES)
    wish = scored(60, email="ana@globex.com", phone="+14155550134")
    capture(connection, [wish], RULES)
    assert links(connection) == {frozenset({wish})}


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_second_e_mail_of_a_person_leads_to_them_too(
    connection: Connection, scored: Scored, order: tuple[int, ...]
) -> None:
    ids = [
        scored(50, email="ana@globex.com"),
        scored(60, email="ana@globex.com", others=[("email", "ana@initech.com")]),
        scored(70, email="Ana+news@initech.com"),
    ]
    for index in order:
        capture(connection, [ids[index]], RULES)
    assert links(connection) == {frozenset(ids)}


def test_a_lead_shows_the_first_of_several_and_is_found_by_all(
    connection: Connection, scored: Scored
) -> None:
    others = [("email", "Ana+x@initech.com"), ("phone", "+442079460123")]
    contact = {"email": "ana@globex.com", "phone": "+14155550134"}
    capture(connection, [scored(50, others=others, **contact)], RULES)
    assert shown(connection, "email", "phone") == [("ana@globex.com", "+14155550134")]
    words = set(connection.scalars(select(lead_words.c.word)))
    assert {"ana@globex.com", "ana+x@initech.com", "ana@initech.com", "initech"} <= words
    assert {"14155550134", "2079460123"} <= words


def test_one_mailbox_in_two_spellings_is_no_obstacle(
    connection: Connection, scored: Scored
) -> None:
    found = scored(50, email="ana@globex.com", others=[("email", "ANA+x@globex.com")])
    capture(connection, [found], RULES)
    assert links(connection) == {frozenset({found})}


def test_a_lead_that_was_worked_on_is_the_one_that_stays(
    connection: Connection, scored: Scored
) -> None:
    capture(connection, [scored(50, email="ana@globex.com")], RULES)
    capture(connection, [scored(60, phone="+14155550134")], RULES)
    worked = {"status": Status.CONTACTED, "status_version": 1}
    connection.execute(update(leads).where(leads.c.phone.is_not(None)).values(worked))
    capture(connection, [scored(70, email="ana@globex.com", phone="+14155550134")], RULES)
    assert shown(connection, "status", "score") == [(Status.CONTACTED, 70)]


def test_two_leads_that_were_both_worked_on_stay_apart(
    connection: Connection, scored: Scored
) -> None:
    capture(connection, [scored(50, email="ana@globex.com")], RULES)
    capture(connection, [scored(60, phone="+14155550134")], RULES)
    connection.execute(update(leads).values(status=Status.CONTACTED, status_version=1))
    capture(connection, [scored(70, email="ana@globex.com", phone="+14155550134")], RULES)
    assert shown(connection, "score") == [(70,), (60,)]


def test_rescoring_leaves_alone_what_a_person_decided(
    connection: Connection, scored: Scored
) -> None:
    conversation_id = scored(81, email="ana@globex.com")
    capture(connection, [conversation_id], RULES)
    connection.execute(update(leads).values(status=Status.QUALIFIED, status_version=2))
    before = shown(connection, "id", "status", "status_version", "captured_at")
    published = exemplars.published(connection)
    assert published is not None
    rescore(connection, conversation_id, 12, published.id)
    capture(connection, [conversation_id], RULES)
    assert shown(connection, "id", "status", "status_version", "captured_at") == before
    assert shown(connection, "score", "temperature") == [(12, Temperature.COLD)]


def set_by_hand(connection: Connection, *, phone: bool, temperature: Temperature, by: str) -> None:
    """Set the temperature of the lead known by phone, or of the one known by e-mail."""
    of = leads.c.phone if phone else leads.c.email
    lead_id = connection.execute(select(leads.c.id).where(of.is_not(None))).scalar_one()
    later = NOW + timedelta(minutes=phone)
    set_temperature(connection, lead_id, temperature, by=by, now=later)


def test_a_temperature_that_a_person_set_outlives_every_score(
    connection: Connection, scored: Scored
) -> None:
    first = scored(81, email="ana@globex.com")
    capture(connection, [first], RULES)
    set_by_hand(connection, phone=False, temperature=Temperature.WARM, by="Ana")
    capture(connection, [scored(95, email="ana@globex.com")], RULES)
    assert shown(connection, "temperature", "score", "intent") == [
        (Temperature.WARM, 95, "Pricing: 95")
    ]


@pytest.mark.parametrize("phone", [False, True])
def test_when_two_leads_become_one_a_temperature_set_by_hand_stays(
    connection: Connection, scored: Scored, phone: bool
) -> None:
    capture(connection, [scored(50, email="ana@globex.com")], RULES)
    capture(connection, [scored(60, phone="+14155550134")], RULES)
    set_by_hand(connection, phone=phone, temperature=Temperature.WARM, by="Ana")
    capture(connection, [scored(88, email="ana@globex.com", phone="+14155550134")], RULES)
    assert shown(connection, "temperature", "temperature_by", "score") == [
        (Temperature.WARM, "Ana", 88)
    ]


def test_of_two_temperatures_set_by_hand_the_later_one_stays(
    connection: Connection, scored: Scored
) -> None:
    capture(connection, [scored(50, email="ana@globex.com")], RULES)
    capture(connection, [scored(60, phone="+14155550134")], RULES)
    set_by_hand(connection, phone=True, temperature=Temperature.WARM, by="Ben")
    set_by_hand(connection, phone=False, temperature=Temperature.HOT, by="Ana")
    capture(connection, [scored(88, email="ana@globex.com", phone="+14155550134")], RULES)
    assert shown(connection, "temperature", "temperature_by", "temperature_at") == [
        (Temperature.WARM, "Ben", NOW + timedelta(minutes=1))
    ]


def test_a_temperature_given_back_is_that_of_the_strongest_conversation(
    connection: Connection, scored: Scored
) -> None:
    capture(connection, [scored(81, email="ana@globex.com")], RULES)
    set_by_hand(connection, phone=False, temperature=Temperature.COLD, by="Ana")
    capture(connection, [scored(30, email="ana@globex.com")], RULES)
    (lead_id,) = connection.scalars(select(leads.c.id))
    set_temperature(connection, lead_id, None, by="Ben", now=NOW)
    assert shown(connection, "temperature", "temperature_by", "temperature_at") == [
        (Temperature.HOT, None, None)
    ]


def test_a_lead_is_found_by_the_words_of_its_contact(
    connection: Connection, scored: Scored
) -> None:
    capture(connection, [scored(81, name="Ana Müller", email="ana@globex.com")], RULES)
    found = set(connection.scalars(select(lead_words.c.word)))
    assert {"ana", "muller", "globex", "ana@globex.com"} <= found


def test_a_corrected_contact_is_no_longer_found_by_the_old_one(
    connection: Connection, scored: Scored
) -> None:
    conversation_id = scored(81, name="Anna", email="ana@globex.com")
    capture(connection, [conversation_id], RULES)
    connection.execute(update(contacts).where(contacts.c.kind == "name").values(value="Maria"))
    capture(connection, [conversation_id], RULES)
    found = set(connection.scalars(select(lead_words.c.word)))
    assert "maria" in found
    assert "anna" not in found


def test_nothing_scored_makes_nothing(connection: Connection) -> None:
    capture(connection, [], RULES)
    assert shown(connection, "id") == []
