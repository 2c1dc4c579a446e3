"""The name below what was written: after "Kind regards,", or alone at the end."""

import re
from functools import lru_cache
from itertools import islice

from lib.contacts.company_cues import Sure
from lib.contacts.company_reading import read_company
from lib.contacts.name_reading import read_name
from lib.contacts.turns import RECENT, Span, Turn
from lib.contacts.words import ends_clause, has_any, is_capitalised, is_first_name

_TAIL = 500  # characters at the end of a message that may hold a signature
_SIGNED_QUICK = (
    *(
        "\n",
        "regards",
        "rgds",
        "sincerely",
        "grüße",
        "grüsse",
        "saludo",
        "cordialement",
        "br,",
        "kr,",
        "best,",
    ),
    *(
        " -",
        "~",
        "cheers",
        "thanks -",
        "thx -",
        " - ",
        "mfg",
        "lg",
        "vg",
        "cordiali",
        "atenciosamente",
        "hilsen",
        "hälsning",
    ),
)
_WISHES = (
    r"(?:thanks|thank you|many thanks|thx|ty|tnx|cheers|best|kind|warm|with|rgds|kr|br|brgds"
    r"|bests|ciao|love|talk soon|speak soon)"
    r"(?: (?:and|so much|a lot|in advance|regards|wishes|best|kind|kindest|warm|again|all"
    r"|everyone|very much)){0,3}|(?:kindest |warmest )?regards|sincerely"
    r"|yours(?: sincerely| truly| faithfully)?|all the best|mfg|lg|vg|gruß|gruss|grüße|saludos"
    r"|un (?:cordial )?saludo|atentamente|atte"
    r"|(?:mit )?(?:freundlichen?|beste|viele|liebe|herzliche|schöne) gr(?:ü|ue)(?:ß|ss)en?"
    r"|cordialement|bien cordialement|bien à vous|cdt|cdlt|cordiali saluti|distinti saluti"
    r"|saluti|grazie|merci|gracias|danke|obrigad[oa]|atenciosamente|abraços?"
    r"|met vriendelijke groet(?:en)?|mvg|groetjes?|med vänlig(?:a)? hälsning(?:ar)?|mvh|hilsen"
    r"|med venlig hilsen|pozdrawiam|z poważaniem|s pozdravem|sayg\u0131lar\u0131mla"
    r"|\u0441 уважением|з повагою"
)
_CLOSING = re.compile(
    rf"(?:^|\n|[.!?] )[ \t]{{0,4}}(?:{_WISHES}|-{{1,3}}|\||\*{{1,3}}"
    rf"|_{{2,5}})[ \t]{{0,2}}[,.!]?[ \t]{{0,3}}\r?\n\s{{0,4}}[-|]{{0,3}} ?(?:i\. ?[av]\. "
    rf"|ppa\. |gez\. )?",
    re.IGNORECASE,
)
_CLOSING_INLINE = re.compile(
    r"(?:(?:kind|best|warm|kindest|warmest) regards|regards|rgds|sincerely|grü(?:ß|ss)en?"
    r"|un saludo|saludos|cordialement|\bbr|\bkr|mfg|mvg|mvh|\blg|\bvg"
    r"|cordiali saluti|atenciosamente|yours truly|all the best|\bbest)(?:,|[.!] | -"
    r"|:)?[ \t]{1,3}(?=[^\W\d_])"
    r"|(?:cheers|thanks|thank you|thx|ty|best|tnx|thanks a lot|many thanks|ciao)[,.!]? ?[-"
    r"|/~]{1,2} ?"
    r"|\n[ \t]{0,3}(?:-{1,2}|\||~|/)[ \t]{0,2}",
    re.IGNORECASE,
)
_LAST = re.compile(
    r"(?:(?<!\b[A-Z])(?<!\b[DMS]r)(?<!\bM[rs]s)(?<!\bProf)(?<!\b[Ss]t)[.!?]\)?[ \t]{1,3}"
    r"|\n[ \t]{0,3}|\s[-|]{1,2}\s)"
    r"(?P<dash>[-|~]{0,2}) ?(?P<name>[^.!?,\n-][^.!?,\n]{1,59})[.\s]{0,3}$"
)
_MOST_LINES = 8
_LINE = re.compile(
    r"(?:\n|[|/·•]| - |, )[ \t|]{0,4}(?:[Tt]he )?(?P<part>[^\n|/·•,]{2,60}?)[ \t.]{0,3}(?=\n|["
    r"|/·•,]| - |$)"
)
_IS_ROLE = re.compile(
    r"\b(?:manager|director|head|officer|chief|ceo|cto|cfo|coo|cmo|founder|owner|president|vp"
    r"|lead|leader|buyer|purchasing|procurement|sales|marketing|team|department|engineer"
    r"|consultant|assistant|coordinator|specialist|administrator|supervisor|partner|principal"
    r"|associate|analyst|accountant|chef|nurse|teacher|secretary|treasurer|logistics"
    r"|operations|facilities"
    r"|leiter(?:in)?|leitung|einkauf|vertrieb|geschäftsführ\w{0,8}|inhaber(?:in)?|responsable"
    r"|directeur|directrice|gérante?|jef[ea]|gerente|direttore|titolare|achats|compras|ventas"
    r"|acquisti|inköp|phd|md|mba|cpa|esq)\b",
    re.IGNORECASE,
)
_IS_NO_COMPANY = re.compile(
    r"@|\d{3}|www\.|https?:|\.(?:com|de|org|net|co|io)\b|\b(?:sent from|street|st\.|avenue|ave"
    r"|road|rd|suite|floor|tel|phone|mobile|fax|direct|cell|confidential|p\.?s\.?|straße"
    r"|strasse|rue|calle|via)\b",
    re.IGNORECASE,
)
_IS_TITLE = re.compile(
    r"[^\W\d_a-z][\w.'&+-]{0,30}(?: (?:[^\W\d_a-z][\w.'&+-]{0,30}|[&+]|and|of|de|du|des|del"
    r"|della|di|da|do|la|le|the|und|et|y|e|van|von|der|och|og)){0,6}"
)
_THANKS = re.compile(
    r"\b(?:thanks?|thx|ty|hi|hello|hey|cheers|bye|night|morning|sorry|ciao)\b", re.IGNORECASE
)


@lru_cache(maxsize=RECENT)
def signature(turn: Turn) -> Span | None:
    """The name below a closing line, after "Kind regards,", or alone at the end."""
    tail = max(0, len(turn.text) - _TAIL)
    if has_any(turn.lowered, _SIGNED_QUICK):
        for closing in (_CLOSING, _CLOSING_INLINE):
            for match in closing.finditer(turn.text, tail):
                span = read_name(turn.text, match.end(), told=False)
                if span and _ends_line(turn.text, span.end):
                    return span
    return _alone_at_end(turn.text, tail)


def company_below(turn: Turn) -> Span | None:
    """The company in the lines below a signed name: the first that is no role or number."""
    name = signature(turn)
    if name is None or "\n" not in turn.text[name.end :]:
        return None
    first = turn.text.index("\n", name.end)
    for line in islice(_LINE.finditer(turn.text, first), _MOST_LINES):
        part = line["part"]
        if _IS_ROLE.search(part) or _IS_NO_COMPANY.search(part) or not _IS_TITLE.fullmatch(part):
            continue
        span = read_company(turn.text[: line.end("part")], line.start("part"), Sure.CAPITAL)
        return span if span and span.end == line.end("part") else None
    return None


def _ends_line(text: str, end: int) -> bool:
    return ends_clause(text, end) or text[end : end + 2].strip() in ("@", "|")


def _alone_at_end(text: str, tail: int) -> Span | None:
    """First and last name as a sentence; a first name alone may be whom they thank."""
    last = _LAST.search(text, tail)
    span = read_name(text, last.start("name"), told=False) if last else None
    if span is None or last is None or text[span.end : last.end("name")].strip():
        return None
    parts = text[span.start : span.end].split()
    thanked = _THANKS.search(text[max(0, last.start() - 40) : last.start() + 1])
    written = bool(last["dash"]) or all(map(is_capitalised, parts))
    named = written and is_first_name(span.value)
    return span if named and (len(parts) > 1 or not thanked) else None
