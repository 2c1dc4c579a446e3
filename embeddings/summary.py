"""One line that says what a conversation was about."""

MOST_CHARACTERS = 90
ELLIPSIS = "…"


def summary(intent: str, sentence: str) -> str:
    """The intent's name and the visitor's sentence, 90 characters at most, cut between words."""
    return shortened(f"{intent}: {' '.join(sentence.split())}", MOST_CHARACTERS)


def shortened(text: str, most: int) -> str:
    """The text, or as many whole words of it as fit, and an ellipsis."""
    if len(text) <= most:
        return text
    whole, _, _ = text[:most].rpartition(" ")
    return whole.rstrip(" .,;:!?-") + ELLIPSIS
