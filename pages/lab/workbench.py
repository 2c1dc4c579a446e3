"""What every section of the exemplar lab works on, kept between reruns."""

import os
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import streamlit as st

from lib import archive, database, drafts, encoded, exemplars
from lib.config import Settings

KEPT = 600  # seconds that leads are kept in memory before they are read again
PUBLISHED = -1  # in place of a draft's version

Mark = tuple[int, int]  # a set's number and its version


@dataclass(frozen=True, slots=True)
class Lab:
    """The published set, and the draft where there is one."""

    published: exemplars.StoredSet
    draft: drafts.Draft | None

    @property
    def shown(self) -> exemplars.StoredSet:
        """The set that is looked at: the draft, else the published one."""
        return self.draft.stored if self.draft else self.published

    @property
    def mark(self) -> Mark:
        """Tells the set that is looked at, as it is now, from all others."""
        return (self.draft.stored.id, self.draft.version) if self.draft else self.published_mark

    @property
    def published_mark(self) -> Mark:
        """Tells the published set from all others, and from the draft that it once was."""
        return (self.published.id, PUBLISHED)

    def ready(self) -> Any:  # noqa: ANN401 an ExemplarSet, which pages hand on unopened
        """The set that is looked at, with its vectors."""
        return _ready(_url(), self.mark, self.shown)

    def ready_published(self) -> Any:  # noqa: ANN401
        """The published set, with its vectors."""
        return _ready(_url(), self.published_mark, self.published)

    def fetch_leads(self) -> Future[archive.Leads]:
        """Begin to read the leads into memory, where that was not done in the last ten minutes.

        It takes a few seconds for many, in which a person can begin to edit.
        """
        return _leads(_url(), self.published.model, self.ready_published())

    def leads(self) -> archive.Leads:
        """The leads in memory, as they were at most ten minutes ago."""
        coming = self.fetch_leads()
        try:
            with st.spinner("Reading what the leads said …", show_time=True):
                return coming.result()
        except Exception:
            forget_leads()  # or the failure would be kept, too
            raise


def forget_leads() -> None:
    """Read the leads anew when they are next needed."""
    _leads.clear()


@st.cache_resource(show_spinner=False)
def encoder() -> Any:  # noqa: ANN401
    """The encoder of this installation, one for all sessions."""
    return encoded.encoder_of(settings())


def settings() -> Settings:
    """The settings of this installation."""
    return Settings.read(os.environ)


def _url() -> str:
    return settings().database_url


@st.cache_resource(max_entries=6, show_spinner="Reading the sentences …")
def _ready(url: str, mark: Mark, _stored: exemplars.StoredSet) -> Any:  # noqa: ANN401
    return encoded.ready(database.connect(url), settings(), _stored, encoder)


@st.cache_resource(max_entries=1, ttl=KEPT, show_spinner=False)
def _leads(url: str, model: str, _published: Any) -> Future[archive.Leads]:  # noqa: ANN401
    return _reader().submit(_read, url, model, _published)


@st.cache_resource(show_spinner=False)
def _reader() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="leads for the lab")


def _read(url: str, model: str, published: Any) -> archive.Leads:  # noqa: ANN401
    with database.reading(database.connect(url)) as connection:
        found = archive.read(connection, model)
    archive.scores_with(found, published)  # what a draft has in common with it need not be compared
    return found
