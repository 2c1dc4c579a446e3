"""HTML and mail as plain text: what the visitor wrote, without what the program added."""

import re
from html.parser import HTMLParser

_BLOCKS = frozenset(
    ("p", "div", "br", "li", "ul", "ol", "tr", "table", "blockquote", "section", "pre", "hr")
) | {f"h{level}" for level in range(1, 7)}
_UNSEEN = frozenset(("script", "style", "head", "title", "template"))
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>|<!--")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_SPACES = re.compile(r"[ \t\r\f\v\u00a0]{1,1000}")
_BLANK_LINES = re.compile(r"\n\s{0,1000}\n")


def text_of_html(written: str) -> str:
    """The text of an HTML fragment: a line for each block, entities resolved, scripts left out.

    What holds neither a tag nor an entity comes back as it is: "a < b" is no HTML.
    """
    if not _TAG.search(written) and not _ENTITY.search(written):
        return written
    reader = _Text()
    reader.feed(written)
    reader.close()
    lines = _SPACES.sub(" ", "".join(reader.parts)).split("\n")
    text = "\n".join(line.strip() for line in lines)
    return _BLANK_LINES.sub("\n\n", text).strip()


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(0, self._unseen - (tag in _UNSEEN))
        if tag in _BLOCKS and tag not in ("br", "hr"):
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data)


# Where the mail that is answered begins, as mail programs write it in the usual languages.
_QUOTED_FROM = re.compile(
    r"^[ \t]{0,8}(?:"
    r"-{2,} ?(?:original message|ursprüngliche nachricht|message d'origine|mensaje original"
    r"|messaggio originale|oorspronkelijk bericht|forwarded message) ?-{2,}"
    r"|_{10,}[ \t]*$"
    r"|on [^\n]{4,200} wrote:[ \t]*$"
    r"|am [^\n]{4,200} schrieb[^\n]{0,200}:[ \t]*$"
    r"|le [^\n]{4,200} a écrit ?:[ \t]*$"
    r"|el [^\n]{4,200} escribió:[ \t]*$"
    r"|il [^\n]{4,200} ha scritto:[ \t]*$"
    r"|op [^\n]{4,200} schreef [^\n]{0,200}:[ \t]*$"
    r"|(?:from|von|de|van|da): [^\n]{1,300}\n[ \t]{0,8}(?:sent|date|gesendet|datum|envoyé|enviado"
    r"|verzonden|inviato|to|an|à|para)[ \t]?:"
    r")",
    re.IGNORECASE | re.MULTILINE,
)
_QUOTED_LINE = re.compile(r"^[ \t]{0,8}>[^\n]*\n?", re.MULTILINE)


def without_quoted_mail(text: str) -> str:
    """A mail's own text, without the history that it quotes; all of it where nothing else is left.

    For mail only: in a chat, "On Monday Ben wrote:" and "> 5" are the visitor's words.
    """
    found = _QUOTED_FROM.search(text)
    own = _QUOTED_LINE.sub("", text[: found.start()] if found else text).strip()
    return own or text
