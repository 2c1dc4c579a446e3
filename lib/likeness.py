"""What two leads have in common where they may be one person: keys that are equal then."""

from lib.contacts.domains import company_of
from lib.search import LONGEST, fold

BETWEEN = "\x1f"  # no name holds it


def same_company(name: str | None, company: str | None) -> str | None:
    """Equal for one name at one company, however case and accents are written."""
    return _key(name, company)


def same_domain(name: str | None, email: str | None) -> str | None:
    """Equal for one name at one mail domain; None where the domain is mail for anyone."""
    return _key(name, email.rpartition("@")[2]) if email and company_of(email) else None


def _key(*parts: str | None) -> str | None:
    folded = [" ".join(fold(part or "").split())[:LONGEST] for part in parts]
    return BETWEEN.join(folded) if all(folded) else None
