"""Slack's export of a workspace: a zip with a folder for each channel, and a file for each day.

Names of files and fields: hfaran/slack-export-viewer, reader.py, message.py, user.py.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from html import unescape
from pathlib import PurePosixPath
from typing import Any, BinaryIO
from zipfile import ZipFile

from lib.domain import Conversation, Refused, UnusableFile
from lib.importers import strict_json, zips
from lib.importers.events import NOBODY, checked, first_text, mapping, objects, word
from lib.importers.fields import Invalid, invalid
from lib.importers.gathered import gathered
from lib.importers.options import Options

USERS = ("users.json", "org_users.json")
CHANNELS = ("channels.json", "groups.json", "dms.json", "mpims.json")
LARGEST_DAY = 256 << 20  # bytes
UNSAID = frozenset(
    ("channel_join", "channel_leave", "group_join", "group_leave", "channel_topic", "channel_name",
     "channel_purpose", "channel_archive", "pinned_item", "bot_add", "reminder_add", "tombstone")
)  # fmt: skip
GUESTS = ("is_stranger", "is_restricted", "is_ultra_restricted")
NEEDS_US = (
    "Nobody in it is marked as a guest. Say who is of the company, by the domain of their e-mail "
    "or by their names: --us company.com"
)
_MENTION = re.compile(r"<([@#!][^<>|]{1,80})(?:\|([^<>]{0,200}))?>")
_LINK = re.compile(r"<((?:https?|mailto|tel):[^<>|]{1,2000})(?:\|([^<>]{0,500}))?>")


@dataclass(frozen=True, slots=True)
class Workspace:
    """Who is in the export, and the id of each channel by the name of its folder."""

    users: Mapping[str, Mapping[str, Any]]
    visitors: frozenset[str]
    channels: Mapping[str, str]


def recognises(file: BinaryIO) -> bool:
    """Whether the archive has Slack's list of users."""
    return bool(_users_file(zips.names(file)))


def read(file: BinaryIO, options: Options) -> Iterator[Conversation | Refused]:
    """Threads as conversations, wherever their days lie; days that cannot be read as refusals.

    Visitors are whoever is not of `options.us`, which holds domains of e-mail and names; without
    it guests and people of other workspaces. Raises UnusableFile where that is nobody.
    """
    found = zips.members(file)
    with ZipFile(file) as archive:
        workspace = _workspace(archive, options)
        days = sorted(each.filename for each in found if _is_day(each.filename))
        yield from gathered(_pieces(archive, days, workspace, options.source or "slack"))


def people(file: BinaryIO) -> dict[str, int]:
    """The domains of e-mail of the people in it, and how many have one. Raises UnusableFile."""
    found = zips.members(file)
    with ZipFile(file) as archive:
        listed = objects(_listed(archive, _users_file([each.filename for each in found])))
    emails = [word(mapping(user, "profile").get("email")) for user in listed]
    return dict(Counter(email.partition("@")[2] for email in emails if "@" in email).most_common())


def _pieces(
    archive: ZipFile, days: list[str], workspace: Workspace, source: str
) -> Iterator[Conversation | Refused]:
    for day in days:
        folder = PurePosixPath(day).parts[-2]
        channel = workspace.channels.get(folder, folder)
        try:
            said = _json(archive, day)
        except (Invalid, UnusableFile) as error:
            yield Refused(0, day, f"This day cannot be read: {error}", "")
            continue
        for message in objects(said):
            try:
                if piece := _piece(message, channel, workspace, source):
                    yield piece
            except Invalid as error:
                yield error.refused(0, json.dumps(message)[:10_000])


def _piece(
    message: Mapping[str, Any], channel: str, workspace: Workspace, source: str
) -> Conversation | None:
    if word(message.get("subtype")) in UNSAID:
        return None
    user = word(message.get("user"))
    thread = message.get("thread_ts", message.get("ts"))
    if not isinstance(thread, str):
        raise invalid("ts", "The message has no time.")
    role = "visitor" if user in workspace.visitors else "agent"
    if not user or "bot_id" in message:
        role = "assistant"
    text = plain(_said(message), workspace)
    said = {"id": message.get("ts"), "role": role, "text": text, "sent_at": message.get("ts")}
    ours = {
        "conversation_id": f"{channel}-{thread}",
        "channel": "Slack",
        "visitor": _known(workspace.users.get(user, {})) if role == "visitor" else None,
        "messages": [said if text else NOBODY],
    }
    return checked(ours, source, partial(re.sub, r"^messages\[0\]\.", ""))


def plain(text: str, workspace: Workspace) -> str:
    """Slack's markup as people read it: names for mentions, addresses for links."""
    text = _MENTION.sub(lambda found: _mentioned(found, workspace), text)
    text = _LINK.sub(lambda found: found[2] or found[1].removeprefix("mailto:"), text)
    return unescape(text)


def _mentioned(found: re.Match[str], workspace: Workspace) -> str:
    sign, id = found[1][0], found[1][1:]
    name = found[2] or _name(workspace.users.get(id, {})) or id
    return f"{'#' if sign == '#' else '@'}{name}"


def _said(message: Mapping[str, Any]) -> str:
    """The text; where it is empty, that of the blocks, which can say more."""
    text = word(message.get("text"))
    return text if text.strip() else "\n".join(_texts(message.get("blocks")))


def _texts(block: object) -> Iterator[str]:
    for each in objects(block):
        inside = each.get("text")
        if isinstance(inside, Mapping):
            inside = inside.get("text")
        if isinstance(inside, str) and inside.strip():
            yield inside
        yield from _texts(each.get("elements"))


def _workspace(archive: ZipFile, options: Options) -> Workspace:
    names = archive.namelist()
    listed = objects(_listed(archive, _users_file(names)))
    users = {word(each.get("id")): each for each in listed if word(each.get("id"))}
    visitors = frozenset(_visitors(users, {name.casefold() for name in options.us}))
    if not visitors:
        raise UnusableFile(NEEDS_US)
    channels: dict[str, str] = {}
    for name in names:
        if PurePosixPath(name).name in CHANNELS:
            for each in objects(_listed(archive, name)):
                id = word(each.get("id"))
                channels[word(each.get("name")) or id] = id
    return Workspace(users, visitors, channels)


def _visitors(users: Mapping[str, Mapping[str, Any]], us: set[str]) -> Iterator[str]:
    teams = Counter(word(user.get("team_id")) for user in users.values())
    home = teams.most_common(1)[0][0] if teams else ""
    for id, user in users.items():
        if user.get("is_bot") is True or id == "USLACKBOT":
            continue
        of_home = word(user.get("team_id")) == home
        is_guest = not of_home or any(user.get(flag) is True for flag in GUESTS)
        if not _is_of(user, us) if us else is_guest:
            yield id


def _is_of(user: Mapping[str, Any], us: set[str]) -> bool:
    email = word(mapping(user, "profile").get("email")).casefold()
    names = (user.get("name"), _name(user), email, email.partition("@")[2])
    return any(word(name).casefold() in us for name in names if name)


def _known(user: Mapping[str, Any]) -> dict[str, Any]:
    profile = mapping(user, "profile")
    return {
        "name": _name(user),
        "email": first_text([profile.get("email")]),
        "phone": first_text([profile.get("phone")]),
    }


def _name(user: Mapping[str, Any]) -> str | None:
    profile = mapping(user, "profile")
    names = (profile.get("real_name"), user.get("real_name"), profile.get("display_name"))
    return first_text([*names, user.get("name")])


def _json(archive: ZipFile, name: str) -> object:
    """One file of the export; raises Invalid."""
    if archive.getinfo(name).file_size > LARGEST_DAY:
        raise invalid("$", f"It is longer than {LARGEST_DAY >> 20} MiB.")
    return strict_json.parse(zips.content(archive, name))


def _listed(archive: ZipFile, name: str) -> object:
    """A list of people or channels, without which nothing can be read. Raises UnusableFile."""
    try:
        return _json(archive, name)
    except Invalid as error:
        raise UnusableFile(f"Its file {name} cannot be read: {error}") from error


def _users_file(names: list[str]) -> str:
    return next((name for name in names if PurePosixPath(name).name in USERS), "")


def _is_day(name: str) -> bool:
    path = PurePosixPath(name)
    return len(path.parts) > 1 and bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}\.json", path.name))
