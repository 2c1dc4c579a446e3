"""The page says how good a set is, what is missing to say it, and fits to the labels."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine, select
from streamlit.testing.v1 import AppTest

from embeddings.exemplars import Exemplar, Thresholds, starter_exemplars
from lib import database, drafts, labels
from lib.domain import Conversation, Label, Message, Role
from lib.schema import conversations
from tests.pages.conftest import Open, Score
from tests.rows import NOW

EACH = 12
OF = {Label.HOT: "Ready to buy", Label.WARM: "Pricing", Label.COLD: "Support problem"}


def texts_of(intent: str) -> list[str]:
    return [each.text for each in starter_exemplars() if each.intent == intent][:EACH]


@pytest.fixture(autouse=True)
def _scored(score: Score) -> None:
    """Conversations of three kinds, without labels yet."""
    score(
        *(
            Conversation("website", f"{label} {n}", [Message(Role.VISITOR, f"{text} please", NOW)])
            for label, intent in OF.items()
            for n, text in enumerate(texts_of(intent))
        )
    )


def label(engine: Engine, each: int, *wanted: Label) -> None:
    with database.writing(engine) as connection:
        rows = connection.execute(select(conversations.c.id, conversations.c.session_id))
        for id, session in rows.all():
            name, number = session.rsplit(" ", 1)
            if Label(name) in wanted and int(number) < each:
                labels.set_label(connection, id, Label(name), by="ana", now=NOW)


def opened(open_page: Open) -> AppTest:
    app = open_page("exemplars.py").button_group(key="lab section").set_value("Quality").run()
    assert not app.exception
    return app


def press(app: AppTest, label: str) -> AppTest:
    app = next(each for each in app.button if each.label == label).click().run()
    assert not app.exception
    return app


def texts(app: AppTest) -> str:
    return " | ".join(each.value for each in app.text)


def metrics(app: AppTest) -> dict[str, str]:
    return {each.label: each.value for each in app.metric}


def test_the_sentences_that_come_out_wrong_are_listed(open_page: Open) -> None:
    app = opened(open_page)
    intents, wrong = (each.value for each in app.dataframe[:2])
    assert len(intents) == len({each.intent for each in starter_exemplars()})
    assert list(intents["right"]) == sorted(intents["right"])
    assert set(wrong.columns) >= {"text", "intent", "temperature", "called", "nearest"}
    assert f"of {len(starter_exemplars())} come out right" in texts(app)
    assert f"{len(wrong)} sentences come out wrong" in texts(app)


def test_without_labels_it_says_where_to_give_some(open_page: Open) -> None:
    app = opened(open_page)
    assert "No conversation is labelled yet. Say in Review" in app.info[0].value
    assert not app.metric


def test_labels_of_one_kind_are_not_taken_for_a_measure(open_page: Open, engine: Engine) -> None:
    label(engine, EACH, Label.HOT)
    app = opened(open_page)
    assert "12 conversations are labelled: 12 Hot, 0 Warm, 0 Cold." in texts(app)
    assert "None of them is Warm or Cold" in app.info[0].value
    assert "of these 12 come out Hot." in texts(app)
    assert not app.metric


def test_few_labels_are_measured_with_a_warning(open_page: Open, engine: Engine) -> None:
    label(engine, 2, *OF)
    app = opened(open_page)
    assert "From 6 labels little can be said" in app.info[0].value
    assert "Label 14 more" in app.info[0].value
    assert "Hot first (AUC)" in metrics(app)


def test_no_hot_label_leaves_open_what_needs_one(open_page: Open, engine: Engine) -> None:
    label(engine, EACH, Label.WARM, Label.COLD)
    app = opened(open_page)
    assert metrics(app)["Hot first (AUC)"] == "–"
    assert metrics(app)["Leads first (AUC)"] != "–"


def test_enough_labels_are_told_without_a_warning(open_page: Open, engine: Engine) -> None:
    label(engine, EACH, *OF)
    app = opened(open_page)
    assert not app.info
    assert 0 <= float(metrics(app)["Hot first (AUC)"]) <= 1
    assert "with 95 in a hundred" in texts(app)


def test_the_draft_is_compared_with_the_published_set(open_page: Open, engine: Engine) -> None:
    label(engine, EACH, *OF)
    with database.writing(engine) as connection:
        draft = drafts.open_draft(connection, by="ana", now=NOW)
        more = [Exemplar(f"{each} please", "Urgent", "Hot") for each in texts_of("Pricing")]
        drafts.change(
            connection,
            draft,
            replace(
                draft.stored,
                exemplars=(*draft.stored.exemplars, *more),
                thresholds=Thresholds(60, 30),
            ),
        )
    app = opened(open_page)
    assert "Draft: " in texts(app)
    assert "Published: " in texts(app)
    hot = next(each for each in app.metric if each.label == "Hot first (AUC)")
    assert hot.delta.startswith("-")
    assert "published" in app.dataframe[0].value.columns


def test_a_label_given_meanwhile_counts_at_the_next_look(open_page: Open, engine: Engine) -> None:
    label(engine, 2, *OF)
    app = opened(open_page)
    label(engine, EACH, *OF)
    app.run()
    assert "36 conversations are labelled" in texts(app)


def test_a_fit_to_the_labels_is_tried_and_put_into_the_draft(
    open_page: Open, engine: Engine
) -> None:
    label(engine, EACH, *OF)
    app = press(opened(open_page), "Try a fit to the labels")
    assert len(app.metric) == 10
    with database.reading(engine) as connection:
        assert drafts.current(connection) is None
    press(app, "Use it in the draft")
    with database.reading(engine) as connection:
        draft = drafts.current(connection)
    assert draft is not None
    app = opened(open_page)
    assert "Draft: another calibration" in texts(app)


def test_too_few_labels_to_fit_to_are_refused_in_words(open_page: Open, engine: Engine) -> None:
    label(engine, 8, *OF)
    app = press(opened(open_page), "Try a fit to the labels")
    assert "8 conversations are labelled Hot; a fit needs 10" in app.error[0].value
    assert "Use it in the draft" not in {each.label for each in app.button}
