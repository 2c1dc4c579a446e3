"""Numbers with what they count, as people write them."""


def counted(number: int, one: str, several: str | None = None) -> str:
    """ "1 conversation", "1,204 conversations"; `several` where an s is not enough."""
    return f"{number:,} {one if number == 1 else several or f'{one}s'}"
