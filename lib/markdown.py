"""Text from outside where Streamlit takes Markdown: shown letter for letter."""

import re

# Every mark that means something in CommonMark, in GitHub's tables and bare links, or in
# Streamlit's own directives and formulas (:red[…], :material/…:, $…$). A full stop and a colon
# do only where something follows at once, a full stop also after the number that begins a list.
_MARKS = re.compile(r"([\\`*_{}\[\]<>()#+!|~$&@/=^\"-]|[.:](?=\S))")
_NUMBERED = re.compile(r"^(\d{1,9})\.")


def literal(text: str) -> str:
    """The text on one line, with a backslash before every mark of markup."""
    return _NUMBERED.sub(r"\1\\.", _MARKS.sub(r"\\\1", " ".join(text.split())))
