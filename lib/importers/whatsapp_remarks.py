"""What the phone itself writes within a WhatsApp message: that a file is left out, or an edit.

Whatever is not surely the phone's stays: a remark too many is noise, a word too few is a lost lead.
"""

import re
from collections.abc import Sequence

OWN = "\u200e"  # the phone marks by it what nobody wrote
LONGEST = 300  # characters of a line that the phone writes
# As phones of these languages say that a file lies beside the text.
ATTACHED = frozenset(
    ("file attached", "datei angehängt", "archivo adjunto", "fichier joint", "arquivo anexado",
     "ficheiro anexado", "file allegato", "bestand bijgevoegd", "файл добавлен", "fil bifogad",
     "fil vedhæftet", "tiedosto liitetty", "dosya ekli", "plik załączony")
)  # fmt: skip
_BRACKETED = re.compile(r"(?P<own>[\u200e\u200f]?)<(?P<inside>[^<>\n]{3,300})>[ \t\r]*\Z")
_FILE_OF = re.compile(r"\w[^:]{0,40}: ?[^:/@]{1,240}\.\w{2,5}")  # attached: 0012-PHOTO.jpg
_WORDS = re.compile(r"[^\W\d_]+(?:[ '’.-]{1,2}[^\W\d_]+){0,9}\.?")
_BESIDE = re.compile(r"(?P<name>[^/\\\n]{1,240}\.\w{2,5}) \((?P<what>[^()\n]{3,60})\)")
_NAMED_BY_PHONE = re.compile(r"[A-Z]{3}-\d{8}-WA\d{1,8}\.\w{2,5}")


def without_remarks(lines: Sequence[str]) -> str:
    """What a person wrote of the lines of a message."""
    first, *others = lines
    kept = [line for line in others if not _is_remark(line)]
    if not (_is_own(first) or _is_remark(first) or _is_file(first)):
        kept.insert(0, first)
    return _without_tail("\n".join(kept).strip()).strip()


def _is_own(line: str) -> bool:
    """Whether the phone marks the line as its own: an address or a number never is one."""
    bare = line.strip()
    has_words = any(character.isalpha() for character in bare)
    return bare.startswith(OWN) and has_words and "@" not in bare and len(bare) <= LONGEST


def _is_remark(line: str) -> bool:
    bare = line.strip()
    return bool((found := _BRACKETED.match(bare)) and _is_by_phone(found))


def _is_by_phone(found: re.Match[str]) -> bool:
    """Whether words in brackets are the phone's: <Media omitted>, <attached: photo.jpg>."""
    inside = found["inside"]
    if "@" in inside or "://" in inside:
        return False
    is_phrase = bool(_WORDS.fullmatch(inside)) and (" " in inside or not inside.isascii())
    return bool(found["own"]) or is_phrase or bool(_FILE_OF.fullmatch(inside))


def _is_file(line: str) -> bool:
    """Whether the line names a file beside the text: photo.jpg (file attached)."""
    bare = line.strip(" \r\u200e\u200f")
    found = _BESIDE.fullmatch(bare)
    if not found:
        return False
    return found["what"].casefold() in ATTACHED or bool(_NAMED_BY_PHONE.fullmatch(found["name"]))


def _without_tail(text: str) -> str:
    """The text without the remark that it was edited, or what file follows."""
    at = text.rfind("<")
    if at < 0:
        return text
    at -= text[at - 1 : at] in ("\u200e", "\u200f")
    found = _BRACKETED.match(text, at)
    return text[:at] if found and _is_by_phone(found) else text
