"""What the other side asks for: the same word is a name after "who am I speaking with?" only."""

import re
from enum import StrEnum

from lib.contacts.words import has_any


class Detail(StrEnum):
    """A kind of contact detail that can be asked for."""

    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    COMPANY = "company"


_QUICK = (
    *(
        "name",
        "mail",
        "phone",
        "number",
        "reach",
        "compan",
        "organi",
        "business",
        "firm",
        "employer",
    ),
    *(
        "speaking",
        "talking",
        "chatting",
        "call",
        "you work",
        "mobile",
        "contact",
        "nombre",
        "heißen",
    ),
    *("correo", "appel", "telefon", "téléphone", "teléfono", "courriel", "unternehmen", "empresa"),
    *("llamas", "ad\u0131n", "ismin", "quel nom", "votre nom", "arbeiten", " cell", "address"),
)
_SENTENCE = re.compile(r"[^.?!\n]{1,400}[.?!]?")
_REQUEST = re.compile(
    r"\?|^\W{0,3}names?\b|\b(?:may|can|could|please|what|whats|which|who|how|tell|share|provide|give|leave|enter"
    r"|type|send"
    r"|drop|need|let (?:me|us) (?:know|have)|confirm|bitte|por favor|s'il vous)\b",
    re.IGNORECASE,
)
_ABOUT_COMPANY = re.compile(
    r"\bhow (?:big|many|large|old|long|much|does|is|do|did)\b"
    r"|\b(?:what|where|when|why) (?:does|is|do|did) (?:your|the) "
    r"(?:company|business|firm|organi[sz]ation) (?:do|does|based|located|make|sell|need|use)\b"
    r"|\b(?:what|which) (?:kind|type|sort|size)\b",
    re.IGNORECASE,
)
_OF_COMPANY = r"(?:compan(?:y|ies)|organi[sz]ation|business|firm|employer)"
_ASKS = {
    Detail.NAME: re.compile(
        r"\b(?:your|ur|first|last|full) "
        r"(?:(?:full|first|last|good|own|preferred|given) (?:and (?:last|family) )?)?names?\b"
        r"(?! (?:of|for) (?:the|your|this))"
        r"|\b(?:have|get|take) (?:a|the) name(?= ?(?:[?.!]|,? please|, (?:e-?mail|phone|company)))"
        r"|\bunder (?:what|which|whose) name|\b(?:what|which|whose) name .{1,30} (?:under|on)\b"
        r"|\bnames?[,/&] {0,2}(?:and )?(?:your |an? )?(?:e-?mail|phone|company|number|contact"
        r"|surname)"
        r"|^\W{0,3}name[?:]|\bname please"
        r"|\bwho (?:am i|do i have the pleasure|are we|i'm|i am) "
        r"|\b(?:am i|whom am i|pleasure of) (?:speaking|chatting|talking)"
        r"|\b(?:how|what) (?:may|should|can|shall|do) i (?:call|address) you"
        r"|\bname for the (?:reservation|booking|table|order|badge|door|list)"
        r"|\bauf welchen namen|\ba nombre de|\bà quel nom|\bad\u0131n\u0131z|\bisminiz"
        r"|\bcómo te llamas|\bsu nombre|\btu nombre|\bwie heißen sie|\bihr(?:en)? namen?\b"
        r"|\bvotre nom\b|\bcomment vous appel",
        re.IGNORECASE,
    ),
    Detail.EMAIL: re.compile(
        r"\be-?mail|\bmail address|\baddress (?:can|should|may|shall) (?:i|we) (?:send|write)"
        r"|\bcorreo|\bcourriel",
        re.IGNORECASE,
    ),
    Detail.PHONE: re.compile(
        r"\b(?:tele)?phone|\bmobile\b|\bcell\b|\bcontact number|\b(?:best|good|your|callback"
        r"|whatsapp) number"
        r"|\bnumber (?:to|we can|can we|can i|i can|where|at which|should)"
        r"|\b(?:reach|call) you\b|\btelefon|\btéléphone|\bteléfono",
        re.IGNORECASE,
    ),
    Detail.COMPANY: re.compile(
        rf"\b{_OF_COMPANY} names?\b|\b{_OF_COMPANY}'s name|\bname of (?:your|the) {_OF_COMPANY}"
        rf"|\b(?:what|which) {_OF_COMPANY}\b(?! (?:size|type|email|e-mail|address|phone|website))"
        rf"|\bwhat(?:'s|s| is) (?:your|the) {_OF_COMPANY}(?= ?(?:[?.!,]|called|and\b|$))"
        rf"|\b(?:name|names|e-?mail|phone|number|role|details)(?: address)?(?:[,/&]"
        rf"| and){{1,2}} {{0,2}}"
        rf"(?:and )?(?:your )?{_OF_COMPANY}(?! ?(?:size|e-?mail|phone|address|website))"
        rf"|\b(?:share|give|tell|provide|enter|leave|type|have|get)(?: me| us)? your {_OF_COMPANY}"
        rf"(?= ?(?:[?.!,]|and\b|$))"
        rf"|^\W{{0,3}}(?:and )?(?:your )?{_OF_COMPANY}(?:,? please)? ?[?:]"
        r"|\bwho do you work for|\bwhere do you work\b|\bwo arbeiten sie|\bnombre de (?:su|tu"
        r"|la) empresa"
        r"|\bwelche(?:r|m|s|n)? (?:firma|unternehmen)|\b(?:ihre[rs]?|ihrem) (?:firma|unternehmen)",
        re.IGNORECASE,
    ),
}


def asked_for(text: str) -> tuple[Detail, ...]:
    """The details that a message of the assistant or agent asks for, in the order it names them."""
    if not has_any(text.lower(), _QUICK):
        return ()
    places: dict[Detail, int] = {}
    for sentence in _SENTENCE.finditer(text):
        if _REQUEST.search(sentence[0]):
            for detail, offset in _asked_in(sentence[0]).items():
                places.setdefault(detail, sentence.start() + offset)
    return tuple(sorted(places, key=places.__getitem__))


def _asked_in(sentence: str) -> dict[Detail, int]:
    found = {detail: asks.search(sentence) for detail, asks in _ASKS.items()}
    if _ABOUT_COMPANY.search(sentence):
        found[Detail.COMPANY] = None
    return {detail: match.start() for detail, match in found.items() if match}
