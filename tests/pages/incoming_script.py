"""A page with nothing but the two sections."""

from pages.incoming import quarantine, sources

sources.draw()
quarantine.draw()
