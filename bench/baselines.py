"""Other ways to tell leads, measured on the same conversations."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bench.encoded import Encoded
from embeddings.calibration import TEMPERATURES, Floats, score_of
from embeddings.encoder import Vectors
from embeddings.exemplars import ExemplarSet

VOTES = 10

# What semantic-router takes where nothing is set: five nearest, and its HuggingFaceEncoder's
# threshold.
NEAREST = 5
THRESHOLD = 0.5


@dataclass(frozen=True)
class Found:
    """Scores (C) to rank by, a temperature each, and chances (C, 3) from methods that give any."""

    scores: Floats
    called: list[str]
    chances: Floats | None = None


Method = Callable[[Encoded, Encoded, ExemplarSet], Found]


def best_message(train: Encoded, judged: Encoded, exemplars: ExemplarSet) -> Found:
    """By how much the best message is nearer to a Hot or Warm exemplar than to a Cold one."""
    of = np.array([exemplars.temperatures[intent] for intent in exemplars.intents])
    scores, called = [], []
    for messages in judged.messages():
        cosines = messages @ exemplars.vectors.T
        nearest = np.stack([cosines[:, of == each].max(axis=1) for each in TEMPERATURES], axis=1)
        lead = nearest[:, :2].max(axis=1) - nearest[:, 2]
        scores.append(lead.max())
        called.append(TEMPERATURES[nearest[lead.argmax()].argmax()])
    return Found(np.array(scores), called)


def nearest_exemplars(train: Encoded, judged: Encoded, exemplars: ExemplarSet) -> Found:
    """The nearest exemplars of every message vote for their temperature."""
    hit = np.array([exemplars.temperatures[intent] for intent in exemplars.intents])[:, None]
    votes = (hit == np.array(TEMPERATURES)).astype(np.float64)

    def shares(messages: Vectors) -> Floats:
        nearest = np.argsort(-(messages @ exemplars.vectors.T), axis=1)[:, :VOTES]
        found: Floats = votes[nearest].mean(axis=(0, 1))
        return found

    return _by_chances(np.stack([shares(messages) for messages in judged.messages()]))


def semantic_router(train: Encoded, judged: Encoded, exemplars: ExemplarSet) -> Found:
    """The best message by the method of github.com/aurelio-labs/semantic-router (MIT).

    Its SemanticRouter (once RouteLayer), with an intent as a route: of the nearest utterances, all
    routes together, each route's cosines are averaged and the highest mean wins, if one of its
    cosines is above the threshold. Best is the hottest message, then the one with the highest mean.
    """
    intents = np.array(exemplars.intents)

    def route(cosines: Floats) -> tuple[str, float]:
        nearest = np.argsort(-cosines)[:NEAREST]
        means = {name: cosines[nearest][intents[nearest] == name] for name in intents[nearest]}
        top = max(means, key=lambda name: means[name].mean())
        passed = means[top].max() > THRESHOLD
        return exemplars.temperatures[top] if passed else "Cold", float(means[top].mean())

    def best(messages: Vectors) -> tuple[str, float]:
        found = [route(cosines) for cosines in messages @ exemplars.vectors.T]
        return min(found, key=lambda one: (TEMPERATURES.index(one[0]), -one[1]))

    found = [best(messages) for messages in judged.messages()]
    heat = {"Hot": 2.0, "Warm": 1.0, "Cold": 0.0}
    sign = {"Hot": 1, "Warm": 1, "Cold": -1}
    scores = [heat[called] + sign[called] * mean for called, mean in found]
    return Found(np.array(scores), [called for called, _ in found])


def words(train: Encoded, judged: Encoded, exemplars: ExemplarSet) -> Found:
    """Logistic regression on the TF-IDF of what the visitor said, words and pairs of words."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    weighed = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), min_df=2)
    known = weighed.fit_transform(train.texts())
    return _regressed(known, train.labels, weighed.transform(judged.texts()))


def pooled_embeddings(train: Encoded, judged: Encoded, exemplars: ExemplarSet) -> Found:
    """Logistic regression on the mean of the embeddings of the visitor's messages."""
    known, asked = (
        np.stack([of.mean(axis=0) for of in part.messages()]) for part in (train, judged)
    )
    return _regressed(known, train.labels, asked)


def _regressed(known: object, labels: list[str], asked: object) -> Found:
    """Strength by five-fold cross-validation, as our own."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GridSearchCV

    strengths = {"C": [0.1, 1, 10, 100]}
    search = GridSearchCV(LogisticRegression(max_iter=2000), strengths, scoring="neg_log_loss")
    search.fit(known, labels)
    order = [search.classes_.tolist().index(temperature) for temperature in TEMPERATURES]
    return _by_chances(search.predict_proba(asked)[:, order])


def _by_chances(chances: Floats) -> Found:
    called = [TEMPERATURES[place] for place in chances.argmax(axis=1)]
    return Found(score_of(chances), called, chances)


BASELINES: dict[str, Method] = {
    "best single message": best_message,
    f"{VOTES} nearest exemplars vote": nearest_exemplars,
    "semantic-router's method": semantic_router,
    "TF-IDF, regression, all labels": words,
    "pooled embeddings, all labels": pooled_embeddings,
}
