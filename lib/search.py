"""The words by which a lead is found: case and accents do not matter, nor does punctuation."""

import unicodedata

LONGEST = 100  # characters of a word that count


def words(*texts: str | None) -> frozenset[str]:
    """Every word of the texts, folded; of an e-mail address also the whole."""
    found = set()
    for text in filter(None, texts):
        folded = fold(text)
        found |= set("".join(c if c.isalnum() else " " for c in folded).split())
        if "@" in folded:
            found.add(folded)
    return frozenset(word[:LONGEST] for word in found)


def fold(text: str) -> str:
    """Without case and accents: what `É`, `é` and `e` have in common."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))
