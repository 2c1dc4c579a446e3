import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.details import BARE
from embeddings.utterances import (
    LONG_MESSAGE_WORDS,
    MOST_CHARACTERS,
    MOST_UTTERANCES,
    Turn,
    asked,
    sentences,
    speaks_for_itself,
    texts_of,
    utterances,
)

LONG = "One sentence has six words here. " * 20


def visitor(*texts: str) -> list[Turn]:
    return [Turn("visitor", text) for text in texts]


def said(turns: list[Turn]) -> list[str]:
    return [utterance.text for utterance in utterances(turns)]


def test_only_the_visitor_counts_but_positions_count_every_message() -> None:
    turns = [Turn("assistant", "Hello!"), *visitor("A table for two"), Turn("agent", "Sure")]
    (only,) = utterances(turns)
    assert (only.position, only.text) == (1, "A table for two")


def test_a_short_reply_is_read_with_the_question_it_answers() -> None:
    turns = [Turn("assistant", "We have it. Shall I book it?"), *visitor("Yes please")]
    assert utterances(turns)[0].in_context == "We have it. Shall I book it? Yes please"


def test_a_reply_to_nothing_stands_alone() -> None:
    (only,) = utterances(visitor("Yes please"))
    assert only.in_context == "Yes please"


def test_a_longer_message_speaks_for_itself() -> None:
    text = "I would like to know what the large one costs"
    (only,) = utterances([Turn("assistant", "Well?"), *visitor(text)])
    assert only.in_context == only.text == text


def test_a_reply_after_another_still_answers_the_last_question() -> None:
    turns = [Turn("agent", "Which day?"), *visitor("Let me see", "Friday")]
    assert utterances(turns)[1].in_context == "Which day? Friday"


def test_words_over_and_over_are_not_given_a_question() -> None:
    (only,) = utterances([Turn("agent", "Shall I book it?"), *visitor("buy buy buy")])
    assert only.in_context == "buy buy buy"


@pytest.mark.parametrize("reply", ["no thanks", "Nope", "not yet, I have to ask", "just looking"])
def test_a_refusal_or_a_delay_is_not_given_the_question(reply: str) -> None:
    (only,) = utterances([Turn("agent", "Shall I book it?"), *visitor(reply)])
    assert only.in_context == only.text == reply


def test_a_mere_yes_is_read_only_with_its_question() -> None:
    (only,) = utterances([Turn("agent", "Shall I book it?"), *visitor("Yes please!")])
    assert only.text == only.in_context == "Shall I book it? Yes please!"


def test_a_yes_to_each_of_two_questions_counts_twice() -> None:
    turns = [Turn("agent", "With parking?"), *visitor("yes"), Turn("agent", "Shall I book it?")]
    found = utterances([*turns, *visitor("Yes")])
    assert [utterance.quoted for utterance in found] == ["yes", "Yes"]


def test_contact_details_are_shown_but_not_read() -> None:
    turns = [Turn("agent", "Shall I write to jo@firm.example?"), *visitor("Do, al@firm.example")]
    (only,) = utterances(turns)
    assert only.quoted == "Do, al@firm.example"
    assert only.text == "Do"
    assert "@" not in only.in_context


def test_bare_contact_details_are_read_as_such() -> None:
    (only,) = utterances([Turn("agent", "Your e-mail?"), *visitor("al@firm.example")])
    assert only.in_context == f"Your e-mail? {BARE}"


def test_what_can_be_understood_alone_is_more_than_a_yes_or_a_name_and_a_number() -> None:
    texts = ["yes", "no, thank you", "al@firm.example", "Al Poe 020 5550 1188", "I'll buy it"]
    assert [speaks_for_itself(only) for only in utterances(visitor(*texts))] == [
        False,
        False,
        False,
        False,
        True,
    ]


def test_of_a_long_question_the_last_sentences_are_kept() -> None:
    question = "word " * 50 + "end. Is that fine?"
    assert asked("Old news. " * 20 + "Is that fine?").endswith("Is that fine?")
    assert asked(question) == "Is that fine?"
    assert len(asked("word " * 200).split()) == 30
    assert asked("") == ""


@pytest.mark.parametrize(
    "again", ["yes, book it", "  Yes,   BOOK it ", "book it yes,", "Yes, yes, book book it"]
)
def test_the_same_words_count_once(again: str) -> None:
    assert said(visitor("Yes, book it", again)) == ["Yes, book it"]


@pytest.mark.parametrize("nothing", ["", "  ", "\n", "\u200b\u200d", "?!", "...", "👍👍", "\u0000"])
def test_text_without_letters_or_digits_says_nothing(nothing: str) -> None:
    assert utterances(visitor(nothing)) == ()


def test_other_scripts_are_text() -> None:
    assert said(visitor("予約したいです", "हाँ")) == ["予約したいです", "हाँ"]


def test_a_greeting_is_left_out_beside_anything_else() -> None:
    assert said(visitor("Hello there!", "What does it cost?")) == ["What does it cost?"]


def test_a_heap_of_words_is_left_out_beside_anything_else() -> None:
    assert said(visitor("What does it cost?", "buy buy buy", "now buy now buy")) == [
        "What does it cost?"
    ]


def test_a_heap_of_words_alone_is_kept_once() -> None:
    assert said(visitor("buy buy", "buy buy buy")) == ["buy buy"]


def test_a_greeting_alone_is_kept() -> None:
    assert said(visitor("Good morning")) == ["Good morning"]


def test_a_long_message_is_cut_at_sentence_ends() -> None:
    distinct = " ".join(f"Sentence {n} has only six words." for n in range(20))
    found = utterances(visitor(distinct))
    assert len(found) > 1
    assert all(utterance.text.endswith(".") for utterance in found)
    assert all(len(utterance.text.split()) <= LONG_MESSAGE_WORDS for utterance in found)
    assert " ".join(utterance.text for utterance in found) == distinct


def test_a_sentence_stays_whole_up_to_40_words() -> None:
    long = " ".join(f"w{n}" for n in range(39)) + "."
    found = utterances(visitor(f"Hello there, good people. {long}"))
    assert [utterance.quoted for utterance in found] == ["Hello there, good people.", long]


def test_a_sentence_without_end_is_cut_by_words() -> None:
    found = utterances(visitor(" ".join(f"w{n}" for n in range(100))))
    assert [len(utterance.text.split()) for utterance in found] == [40, 40, 20]


def test_a_message_is_read_so_far_only() -> None:
    words = "".join(f"w{n} " for n in range(10_000))
    assert max(utterance.end for utterance in utterances(visitor(words))) <= MOST_CHARACTERS


def test_of_a_very_long_conversation_the_ends_count() -> None:
    found = utterances(visitor(*(f"message number {n}" for n in range(500))))
    assert len(found) == MOST_UTTERANCES
    assert (found[0].position, found[-1].position) == (0, 499)


def test_every_text_to_encode_is_named_once() -> None:
    turns = [Turn("agent", "Which day?"), *visitor("Friday")]
    both = [utterances(turns), utterances(turns)]
    assert texts_of(both) == ["Friday", "Which day? Friday"]


def test_sentences_end_at_marks_and_lines() -> None:
    text = "One. Two?  Three\nFour v1.2 on"
    found = [text[span.start : span.end] for span in sentences(text)]
    assert found == ["One.", "Two?", "Three", "Four v1.2 on"]


@given(st.lists(st.text(string.printable + "éß…。\u200b", max_size=400), max_size=6))
def test_spans_name_the_words_in_the_message(texts: list[str]) -> None:
    turns = [Turn("visitor" if n % 3 else "assistant", text) for n, text in enumerate(texts)]
    for found in utterances(turns):
        assert texts[found.position][found.start : found.end] == found.quoted
        assert found.quoted == found.quoted.strip()
        assert any(map(str.isalnum, found.text))
        assert found.in_context.endswith(found.text)


@given(st.lists(st.text(string.ascii_letters + " .?", max_size=60), max_size=5))
def test_saying_everything_twice_changes_nothing(texts: list[str]) -> None:
    assert said(visitor(*texts, *texts)) == said(visitor(*texts))
