"""Contact details inside a text: who somebody is says nothing about what they want."""

import re

# How a message that is nothing but contact details is read.
BARE = "Here are my contact details"

_EMAIL = r"[^\s@<>()\[\],;:\"']{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}"
_LINK = r"(?:https?://|www\.)[^\s<>\"]+"
_PHONE = (
    r"(?!\d{1,2}[./]\d{1,2}[./])"  # a date
    r"(?:(?:\+ ?|\(?\+?0)\(?\d[\d ().\-/]{5,18}\d"
    r"|(?:1[ .-])?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}"
    r"|\d{3}-\d{4})"
)
_DETAIL = re.compile(rf"[<(]?(?<![\w.+@-])(?:{_EMAIL}|{_LINK}|{_PHONE})(?![\w@])[>)]?")
_LEADS_TO_IT = re.compile(
    r"(?:\b(?:(?:and|my|our|the|work) ){0,3}"
    r"(?:e-?mail|mail|phone|telephone|mobile|cell|tel|number|website)"
    r"(?: address| number)?(?: is\b|'s\b)?[:,]? "
    r"|\b(?:(?:it's|it is|that's|is) )?(?:(?:at|on|to|under|via|is|it's|for|from) )?)$",
    re.IGNORECASE,
)
_LOOSE = re.compile(r"(?:(?<=[.!?,;:])) ?[,;:.]+| (?=[,;:.!?])")

# Characters before a detail in which the words that lead to it are looked for.
_BEFORE = 60


def without_details(text: str) -> str:
    """The text without e-mail addresses, phone numbers, links and the words that lead to them.

    Empty where nothing with a letter or a digit is left.
    """
    kept, end = [], 0
    for match in _DETAIL.finditer(text):
        before = text[max(end, match.start() - _BEFORE) : match.start()]
        leading = _LEADS_TO_IT.search(before)
        kept.append(text[end : match.start() - (len(leading[0]) if leading else 0)])
        end = match.end()
    if not end:
        return text
    found = " ".join(" ".join([*kept, text[end:]]).split())
    found = _LOOSE.sub("", found).strip(" ,;:-").lstrip(". ")
    return found if any(map(str.isalnum, found)) else ""
