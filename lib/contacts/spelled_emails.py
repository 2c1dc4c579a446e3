"""E-mail addresses that are written so that no machine reads them: "jo (at) acme dot com"."""

import re

from lib.contacts.words import has_any, is_ordinary, words

_MOST = 40  # places of a message that are tried
_AT_WORDS = r"(?:at|ät|arroba|chiocciola|arobase|apenstaartje|snabel-?a|kukac|zavináč|małpa|a)"
_AT = (
    rf"(?P<at> ?[(\[{{<] ?(?:{_AT_WORDS}|@) ?[)\]}}>] ?| (?:at|ät|arroba|chiocciola|arobase"
    rf"|apenstaartje|małpa) | ?@ ?"
    r"|[-_]at[-_])"
)
_AT_SIGNS = (
    *(
        " at ",
        "at)",
        "at]",
        "at}",
        "at>",
        "@)",
        "@]",
        "@}",
        "@ ",
        " @",
        "-at-",
        "_at_",
        "ät",
        "(a)",
        "[a]",
    ),
    *("arroba", "chiocciola", "arobase", "apenstaartje", "małpa", "at )", "at ]"),
)
_DOT_WORDS = r"(?:dot|punkt|punto|point|ponto|kropka|punt|nokta|piste)"
_DOT = (
    rf"(?: ?[(\[{{<] ?(?:{_DOT_WORDS}|\.) ?[)\]}}>] ?| {_DOT_WORDS} |[-_]dot[-_]"
    r"| ?\. (?=[a-z]{2,6}(?:[ ,]|$))| \.|\.)"
)
_JOINS = {
    "_": "underscore|underline|unterstrich|guion bajo",
    "-": "dash|hyphen|minus|bindestrich|gui[oó]n|tiret",
    "+": "plus",
}
_JOIN = rf" (?:{'|'.join(_JOINS.values())}) "
_WORD = r"[\w+-]"
_SPELLED = re.compile(
    rf"(?<![\w.+@-])(?P<local>{_WORD}{{1,64}}(?:(?:{_DOT}|{_JOIN}){_WORD}{{1,64}}){{0,4}}){_AT}"
    rf"(?P<domain>[\w-]{{1,63}}(?:(?:{_DOT}|{_JOIN})[\w-]{{2,63}}){{1,4}})(?![\w@-])",
    re.IGNORECASE,
)
_DOT_SIGN = re.compile(_DOT, re.IGNORECASE)
_JOIN_SIGNS = [(re.compile(rf" (?:{said}) ", re.IGNORECASE), sign) for sign, said in _JOINS.items()]
_CUE = re.compile(
    r"mail|reach me|write (?:to )?me|contact me|address|correo|courriel|posta|schreib"
    r"|escr[ií]b|send|here:|it'?s\b",
    re.IGNORECASE,
)
_TOP = re.compile(
    r"(?:com|net|org|io|co|de|uk|eu|info|biz|fr|es|it|nl|pt|pl|se|no|dk|ch|at|be|us|ca|au|nz"
    r"|in|jp|br|mx|app|dev|ai|edu|gov"
    r"|studio|shop|agency|tech|me|tv|cz|ie|tr|ru|ua|gr|za)$",
    re.IGNORECASE,
)
# Ordinary words that are mailboxes, and such as stand before "at" in a sentence.
_MAILBOXES = words(
    "sales info office contact hello support team admin accounts orders billing enquiries",
    "inquiries bookings reservations hi mail service shop press jobs help reception events",
)
_NO_MAILBOX = words(
    "me us you it him her them we i is are was were be look find found reach work works working",
    "here there based currently live stay meet employed am",
)
_FILE_ENDINGS = words("png jpg jpeg gif svg webp pdf css js html htm mp4 zip docx xlsx")


def may_hold_one(text: str) -> bool:
    """Whether a word for the sign @ is in it: cheap, and false for most messages."""
    return has_any(text.lower(), _AT_SIGNS)


def candidates(text: str, *, asked: bool) -> list[tuple[str, int, int]]:
    """What such spellings stand for, each with its place; `asked` lets "john at acme.com" pass."""
    if not has_any(text.lower(), _AT_SIGNS):
        return []
    found: list[tuple[str, int, int]] = []
    start = 0
    for _ in range(_MOST):
        if not (match := _SPELLED.search(text, start)):
            break
        cued = asked or bool(_CUE.search(text, max(0, match.start() - 40), match.start()))
        if not _is_plain(match) and _is_plausible(match, asked=asked, cued=cued):
            found.append((_read(match), *match.span()))
            start = match.end()
        else:
            start = match.end("local")
    return found


def _read(match: re.Match[str]) -> str:
    local, domain = match["local"], match["domain"]
    for sign, stands_for in [*_JOIN_SIGNS, (_DOT_SIGN, ".")]:
        local, domain = sign.sub(stands_for, local), sign.sub(stands_for, domain)
    return f"{local}@{domain}"


def _is_plain(match: re.Match[str]) -> bool:
    return (
        match["at"] == "@"
        and " " not in match["domain"]
        and _DOT_SIGN.sub(".", match["domain"]) == match["domain"]
    )


def _is_plausible(match: re.Match[str], *, asked: bool, cued: bool) -> bool:
    """Brackets are meant; a bare "at" needs a spelled "dot" or a cue; "@ " needs a cue."""
    at = match["at"].strip().casefold()
    domain = match["domain"].casefold()
    last_word = re.split(r"[\W_]", match["local"])[-1]
    if domain.rpartition(".")[2] in _FILE_ENDINGS:
        return False
    if at == "@":
        return cued and (asked or bool(_TOP.search(domain))) and not is_ordinary(last_word)
    if at[0].isalpha():
        spelled_dot = bool(re.search(rf" {_DOT_WORDS} ", domain)) and bool(_TOP.search(domain))
        if last_word.casefold() in _MAILBOXES:
            return cued or spelled_dot
        told = spelled_dot and asked and last_word.casefold() not in _NO_MAILBOX
        return told or ((cued or spelled_dot) and not is_ordinary(last_word))
    return True
