"""Where a visitor came from: pages, referrer and the campaign in their addresses."""

from dataclasses import fields
from urllib.parse import parse_qsl, urlsplit

from lib.domain import Visit

CAMPAIGN = tuple(each.name for each in fields(Visit) if each.name.startswith("utm_"))


def with_campaign(visit: Visit) -> Visit:
    """The visit with the UTM parameters of its landing page, else of its page, filled in."""
    told = {name: value for name in CAMPAIGN if (value := getattr(visit, name))}
    known = _parameters(visit.page_url) | _parameters(visit.landing_page) | told
    return Visit(visit.page_url, visit.referrer, visit.landing_page, **known)


def _parameters(url: str | None) -> dict[str, str]:
    """The UTM parameters of an address; none where it is no address."""
    try:
        pairs = parse_qsl(urlsplit(url or "").query, max_num_fields=200)
    except ValueError:
        return {}
    return {name.lower(): value for name, value in pairs if name.lower() in CAMPAIGN and value}
