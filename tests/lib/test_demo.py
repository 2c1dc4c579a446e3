"""The demo: scripts that parse, people that could be real and are not, times that make sense."""

import ast
import random
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import phonenumbers
import pytest
from email_validator import validate_email

from lib import demo
from lib.demo import Story, conversations, labelled, scripts, steps, stories
from lib.demo.occasion import TEAM
from lib.demo.pace import staffed
from lib.demo.persons import MAIL_PROVIDERS, OUR_EMAIL, OUR_PHONE, misspelt, people
from lib.demo.script import fill, parse
from lib.domain import Conversation, Message, Role, Status, Temperature

NOW = datetime(2026, 3, 12, 15, 30, tzinfo=UTC)
A_SCRIPT = """
# a remark
=== a-room Hot
channels: website, slack
ends: Qualified
let drink: tea | coffee

B: Hello
  .
  How can I help?
V: [a|the] room with {drink}
~ 2 h
A: {agent} here
"""


def chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311, tests that come out the same each time


@pytest.fixture(scope="module")
def made() -> list[Story]:
    return stories(now=NOW)


def texts(conversation: Conversation, role: Role) -> str:
    return "\n".join(m.text for m in conversation.messages if m.role is role)


def sent(message: Message) -> datetime:
    assert message.sent_at is not None
    return message.sent_at


# Scripts


def test_a_script_says_who_says_what_and_after_which_pause() -> None:
    (script,) = parse(A_SCRIPT, topic="rooms")
    assert (script.id, script.label, script.topic) == ("a-room", Temperature.HOT, "rooms")
    assert script.channels == ("website", "slack")
    assert script.ends is Status.QUALIFIED
    assert script.choices == {"drink": ("tea", "coffee")}
    assert [line.role for line in script.lines] == [Role.ASSISTANT, Role.VISITOR, Role.AGENT]
    assert script.lines[0].text == "Hello\n\nHow can I help?"
    assert script.lines[2].pause == timedelta(hours=2)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Hot", "Boiling"),
        ("channels: website, slack", "chanels: website"),
        ("ends: Qualified", "ends: Won"),
        ("ends: Qualified", "ends Qualified"),
        ("A: {agent}", "X: {agent}"),
        ("~ 2 h", "~ two hours"),
    ],
)
def test_a_malformed_script_is_named(right: str, wrong: str) -> None:
    with pytest.raises(ValueError, match=r"rooms\.txt, script 'a-room"):
        list(parse(A_SCRIPT.replace(right, wrong), topic="rooms"))


def test_alternatives_may_hold_slots_and_alternatives() -> None:
    rng = chance(1)
    said = {fill("[Hi {first}|[good|fine] day]", {"first": "Ada"}, rng) for _ in range(60)}
    assert said == {"Hi Ada", "good day", "fine day"}


def test_a_slot_in_capitals_is_shouted() -> None:
    assert fill("{REF}!", {"ref": "lk-1"}, chance(1)) == "LK-1!"


def test_an_unknown_slot_is_an_error_and_not_left_for_visitors_to_see() -> None:
    with pytest.raises(KeyError, match="nmae"):
        fill("I am {nmae}", {"name": "Ada"}, chance(1))


def test_there_are_enough_scripts_and_no_two_alike() -> None:
    assert len(scripts()) >= 100
    assert len({script.id for script in scripts()}) == len(scripts())
    assert len({tuple(line.text for line in s.lines) for s in scripts()}) == len(scripts())


def test_no_line_of_a_visitor_stands_in_two_scripts() -> None:
    lines = Counter(
        line.text
        for script in scripts()
        for line in script.lines
        if line.role is Role.VISITOR and len(line.text) > 25
    )
    assert [text for text, times in lines.items() if times > 1] == []


def test_scripts_range_over_labels_topics_languages_and_lengths() -> None:
    share = Counter(script.label for script in scripts())
    assert min(share.values()) >= len(scripts()) // 4
    assert {script.language for script in scripts()} == {"en", "de", "es", "fr", "tr"}
    lengths = {len(script.lines) for script in scripts()}
    assert min(lengths) == 1
    assert max(lengths) >= 30


def test_every_second_visit_has_a_first_that_it_follows() -> None:
    firsts = [script for script in scripts() if not script.follows]
    for script in scripts():
        assert not script.follows or any(script.may_follow(first) for first in firsts), script.id


def test_each_script_can_be_had_once_with_its_label() -> None:
    one_each = labelled(now=NOW)
    assert [story.script for story in one_each] == list(scripts())
    assert labelled(now=NOW) == one_each


# Conversations


def test_the_same_seed_and_moment_give_the_same_conversations(made: list[Story]) -> None:
    assert conversations(now=NOW) == [story.conversation for story in made]


def test_another_seed_gives_others(made: list[Story]) -> None:
    assert conversations(seed=21, now=NOW) != [story.conversation for story in made]


@pytest.mark.parametrize("count", [0, 1, 25, 400, 600])
def test_as_many_conversations_as_asked_for(count: int) -> None:
    assert len(conversations(now=NOW, count=count)) == count


def test_every_script_occurs(made: list[Story]) -> None:
    missing = {script.id for script in scripts() if not script.follows} - {
        story.script.id for story in made
    }
    assert missing == set()


def test_no_script_is_heard_too_often(made: list[Story]) -> None:
    assert max(Counter(story.script.id for story in made).values()) <= 8


def test_nothing_is_left_unfilled(made: list[Story]) -> None:
    for story in (*made, *labelled(now=NOW)):
        for message in story.conversation.messages:
            assert not re.search(r"[{}\[\]]", message.text), story.script.id
            assert message.text.strip() == message.text != ""


def test_no_two_conversations_are_identical(made: list[Story]) -> None:
    said = {tuple(message.text for message in story.conversation.messages) for story in made}
    assert len(said) == len(made)
    assert len({(s.conversation.source, s.conversation.session_id) for s in made}) == len(made)


def test_all_channels_and_labels_occur_each_from_its_source(made: list[Story]) -> None:
    sources = Counter((s.conversation.channel, s.conversation.source) for s in made)
    assert set(sources) == {
        ("Website widget", "demo-website"),
        ("WhatsApp", "demo-whatsapp"),
        ("Slack", "demo-slack"),
        ("E-mail", "demo-email"),
        ("API", "demo-api"),
    }
    assert min(sources.values()) >= 10


def test_labels_are_mixed_as_in_a_real_inbox(made: list[Story]) -> None:
    share = {label: n / len(made) for label, n in Counter(s.script.label for s in made).items()}
    assert share[Temperature.HOT] == pytest.approx(0.30, abs=0.03)
    assert share[Temperature.WARM] == pytest.approx(0.32, abs=0.03)
    assert share[Temperature.COLD] == pytest.approx(0.38, abs=0.03)


@pytest.mark.parametrize(
    "now",
    [
        NOW,
        datetime(2026, 3, 15, 3, 10, tzinfo=UTC),
        datetime(2026, 1, 1, 0, 5, tzinfo=UTC),
        datetime.fromisoformat("2026-07-05T23:50:00-07:00"),
    ],
    ids=str,
)
def test_messages_are_in_order_and_within_the_ninety_days(now: datetime) -> None:
    for conversation in conversations(now=now):
        moments = [sent(message) for message in conversation.messages]
        assert conversation.started_at == moments[0]
        assert now - timedelta(days=90) <= moments[0]
        assert moments[-1] <= now
        assert all(earlier < later for earlier, later in pairwise(moments))
        assert all(moment.utcoffset() == timedelta(0) for moment in moments)


def test_the_oldest_comes_first(made: list[Story]) -> None:
    begins = [story.began for story in made]
    assert begins == sorted(begins)


@pytest.mark.parametrize("hour", [0, 5, 8, 15, 22])
def test_somebody_wrote_in_the_last_hours_whatever_the_hour_is(hour: int) -> None:
    sunday = datetime(2026, 3, 15, hour, 30, tzinfo=UTC)
    recent = sunday - timedelta(hours=9)
    made = conversations(now=sunday)
    assert sum(sent(each.messages[-1]) >= recent for each in made) >= 5


def test_working_days_are_busier_and_business_grows(made: list[Story]) -> None:
    days = Counter(story.began.weekday() for story in made)
    assert min(days[day] for day in range(5)) > max(days[5], days[6])
    half = NOW - timedelta(days=45)
    assert sum(story.began > half for story in made) > len(made) / 2


@pytest.mark.parametrize(
    ("moment", "shifted"),
    [
        (datetime(2026, 3, 11, 10, 5, tzinfo=UTC), datetime(2026, 3, 11, 10, 5, tzinfo=UTC)),
        (datetime(2026, 3, 11, 23, 5, tzinfo=UTC), datetime(2026, 3, 11, 13, 5, tzinfo=UTC)),
        (datetime(2026, 3, 8, 2, 5, tzinfo=UTC), datetime(2026, 3, 6, 10, 5, tzinfo=UTC)),
    ],
)
def test_the_team_joins_in_when_it_is_at_work(moment: datetime, shifted: datetime) -> None:
    assert staffed(moment, NOW) == shifted


# People


def test_a_source_knows_of_a_visitor_only_what_it_would(made: list[Story]) -> None:
    for story in made:
        visitor = story.conversation.visitor
        known = {
            field for field in ("name", "email", "phone", "company") if getattr(visitor, field)
        }
        assert known == {"WhatsApp": {"phone"}, "E-mail": {"email"}, "Slack": {"name"}}.get(
            story.conversation.channel, set()
        )


def test_one_in_ten_comes_back_under_the_same_address(made: list[Story]) -> None:
    visits = Counter(story.person.email for story in made)
    returned = {email for email, times in visits.items() if times == 2}
    assert set(visits.values()) == {1, 2}
    assert len(returned) == pytest.approx(len(visits) / 10, abs=len(visits) / 30)
    for story in made:
        if story.person.email in returned:
            assert story.gave_email
            assert story.slots["email"] in (story.person.email, story.person.work_email)


def test_a_second_visit_is_after_the_first_and_about_the_same(made: list[Story]) -> None:
    firsts = {story.person.email: story for story in made if not story.script.follows}
    for second in (story for story in made if story.script.follows):
        first = firsts[second.person.email]
        assert second.script.follows == (first.script.topic, first.script.label)
        assert second.began > sent(first.conversation.messages[-1])
        assert second.slots["email"] == first.slots["email"]


def test_people_of_other_languages_have_names_to_match(made: list[Story]) -> None:
    assert all(
        story.person.language == story.script.language
        for story in made
        if story.script.language != "en"
    )


def test_no_two_people_share_a_name_an_address_or_a_number() -> None:
    crowd = list(people(chance(3)))
    assert len(crowd) >= 1_000
    for of in ("email", "work_email", "phone"):
        shared = [v for v, n in Counter(getattr(p, of) for p in crowd).items() if n > 1]
        assert shared == [], of
    assert len({person.first for person in crowd}) >= 145
    assert len({person.last for person in crowd}) >= 145
    assert len({person.company for person in crowd}) == 80


def test_addresses_and_numbers_are_valid_in_every_spelling() -> None:
    for person in people(chance(4)):
        for address in (person.email, person.work_email, misspelt(person.email)):
            assert validate_email(address, check_deliverability=False).normalized == address
        number = phonenumbers.parse(person.phone)
        assert phonenumbers.is_valid_number(number), person.phone
        region = phonenumbers.region_code_for_number(number)
        slots = person.slots(from_work=False)
        for spelling in ("phone_local", "phone_digits"):
            assert phonenumbers.parse(slots[spelling], region) == number


def test_numbers_stay_in_the_ranges_kept_for_fiction() -> None:
    kept = re.compile(
        r"\+1 \d{3} 555 01\d\d|\+44 (20 7946|1\d1 496) 0\d{3}|\+61 (2 5550|3 7010) \d{4}"
        r"|\+49 (30 23125|40 66969|89 99998) \d{3}|\+49 171 39200 \d\d"
        r"|\+33 (1 99 00|4 65 71) \d\d \d\d|\+46 (8 465 004|70 174 06) \d\d"
    )
    assert all(kept.fullmatch(person.phone) for person in people(chance(5)))


def test_a_misspelt_address_is_another_one() -> None:
    assert misspelt("ada@paperboat-mail.com") == "ada@paeprboat-mail.com"


def test_the_houses_own_contacts_are_never_the_visitors(made: list[Story]) -> None:
    assert any(OUR_EMAIL in texts(s.conversation, Role.ASSISTANT) for s in made)
    assert any(OUR_PHONE in texts(s.conversation, Role.AGENT) for s in made)
    for story in made:
        assert OUR_EMAIL not in (story.person.email, story.person.work_email)
        assert story.person.phone != OUR_PHONE
        assert story.person.email.partition("@")[2] in MAIL_PROVIDERS


def test_contacts_are_given_in_all_sorts_of_ways(made: list[Story]) -> None:
    given = Counter(
        (
            story.gave_email,
            any(story.slots[p] in said for p in ("phone", "phone_local", "phone_digits")),
        )
        for story in made
        for said in [texts(story.conversation, Role.VISITOR)]
    )
    assert min(given[email, phone] for email in (True, False) for phone in (True, False)) >= 15


# The team


def courses(made: list[Story], label: Temperature) -> list[tuple[demo.StatusStep, ...]]:
    return [
        steps(story.conversation, label, now=NOW, script=story.script)
        for story in made
        if story.script.label is label
    ]


def test_a_lead_is_always_worked_the_same_way(made: list[Story]) -> None:
    assert courses(made, Temperature.WARM) == courses(made, Temperature.WARM)


def test_steps_begin_with_a_contact_go_forward_and_end_before_now(made: list[Story]) -> None:
    for story in made:
        course = steps(story.conversation, story.script.label, now=NOW, script=story.script)
        assert not course or course[0].status is Status.CONTACTED
        moments = [sent(story.conversation.messages[-1]), *(step.at for step in course), NOW]
        assert all(earlier <= later for earlier, later in pairwise(moments))
        assert {step.by for step in course} <= set(TEAM)
        assert all(step.at.weekday() < 5 and 8 <= step.at.hour < 18 for step in course)


def test_two_moves_of_one_lead_differ_in_time_and_status(made: list[Story]) -> None:
    for story in made:
        course = steps(story.conversation, story.script.label, now=NOW)
        assert all(a.at < b.at and a.status is not b.status for a, b in pairwise(course))


def test_hot_leads_are_reached_sooner_and_qualify_more(made: list[Story]) -> None:
    def median_wait(label: Temperature) -> timedelta:
        waits = sorted(
            course[0].at - sent(story.conversation.messages[-1])
            for story in made
            if story.script.label is label
            and (course := steps(story.conversation, label, now=NOW, script=story.script))
        )
        return waits[len(waits) // 2]

    def qualified(label: Temperature) -> float:
        ends = [course[-1].status if course else Status.NEW for course in courses(made, label)]
        return ends.count(Status.QUALIFIED) / len(ends)

    assert median_wait(Temperature.HOT) < median_wait(Temperature.WARM)
    assert qualified(Temperature.HOT) > 2 * qualified(Temperature.WARM)
    assert qualified(Temperature.WARM) > 2 * qualified(Temperature.COLD)


def test_the_newest_are_mostly_new_and_the_older_mostly_worked(made: list[Story]) -> None:
    def untouched(since: datetime, until: datetime) -> float:
        chosen = [s for s in made if since < sent(s.conversation.messages[-1]) <= until]
        idle = [s for s in chosen if not steps(s.conversation, s.script.label, now=NOW)]
        return len(idle) / len(chosen)

    assert untouched(NOW - timedelta(days=1), NOW) > 0.5
    assert untouched(NOW - timedelta(days=90), NOW - timedelta(days=14)) < 0.3


def test_a_hint_of_new_is_never_worked_when_the_script_says_so(made: list[Story]) -> None:
    (script,) = parse(A_SCRIPT.replace("Qualified", "New"), topic="rooms")
    assert steps(made[0].conversation, Temperature.HOT, now=NOW, script=script) == ()


def test_the_demo_needs_no_database_and_no_model() -> None:
    imported = {
        node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
        for name in ("__init__", "occasion", "pace", "persons", "script", "stories", "team")
        for node in ast.walk(ast.parse(Path(demo.__file__).with_name(f"{name}.py").read_text()))
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert not any((module or "").startswith(("sqlalchemy", "embeddings")) for module in imported)
