"""What every section of the exemplar lab works on, kept between reruns."""

import os
from dataclasses import dataclass
from typing import Any

import streamlit as st

from lib import archive, database, drafts, encoded, exemplars
from lib.config import Settings

KEPT = 600  # seconds that leads are kept in memory before they are read again


@dataclass(frozen=True, slots=True)
class Lab:
    """The published set, and the draft where there is one."""

    published: exemplars.StoredSet
    draft: drafts.Draft | None

    @property
    def shown(self) -> exemplars.StoredSet:
        """The set that is looked at: the draft, else the published one."""
        return self.draft.stored if self.draft else self.published

    def ready(self) -> Any:  # noqa: ANN401 an ExemplarSet, which pages hand on unopened
        """The set that is looked at, with its vectors."""
        return _ready(_url(), self.shown.id, self.draft.version if self.draft else 0, self.shown)

    def ready_published(self) -> Any:  # noqa: ANN401
        """The published set, with its vectors."""
        return _ready(_url(), self.published.id, 0, self.published)

    def leads(self) -> archive.Leads:
        """The leads in memory, as they were at most ten minutes ago."""
        return _leads(_url(), self.published.model)


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
def _ready(url: str, set_id: int, version: int, _stored: exemplars.StoredSet) -> Any:  # noqa: ANN401
    return encoded.ready(database.connect(url), settings(), _stored, encoder)


@st.cache_resource(max_entries=1, ttl=KEPT, show_spinner="Reading what the leads said …")
def _leads(url: str, model: str) -> archive.Leads:
    with database.reading(database.connect(url)) as connection:
        return archive.read(connection, model)
