"""Text from outside where Streamlit takes Markdown: shown letter for letter."""

import re

# Every mark that means something in CommonMark, in GitHub's tables and bare links, or in
# Streamlit's own directives and formulas (:red[…], :material/…:, $…$). A full stop does in a
# link and after the number of a list, an apostrophe and a comma never do.
_MARKS = re.compile(r"([\\`*_{}\[\]<>()#+!|~$&@/=^\"-]|[.:](?=\S))")
_NUMBERED = re.compile(r"^(\d{1,9})\.")


def literal(text: str) -> str:
    """The text on one line, with a backslash before every mark of markup."""
    return _NUMBERED.sub(r"\1\\.", _MARKS.sub(r"\\\1", " ".join(text.split())))
