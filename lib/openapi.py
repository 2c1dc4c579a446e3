"""The API described in OpenAPI 3.1: what GET /api/openapi.json gives.

docs/ingest.md tells the same in words; tests/lib/api/test_openapi.py holds both to what is so.
"""

from typing import Any

from lib import openapi_leads
from lib.domain import Kind
from lib.endpoint import LARGEST_BODY
from lib.importers import fields
from lib.importers.strict_json import LARGEST

Part = dict[str, Any]

# Anything but white space, as Python and PostgreSQL understand it.
NOT_BLANK = r"[^\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
YEAR = r"(19[7-9][0-9]|[2-8][0-9]{3}|9[0-8][0-9]{2}|99[0-8][0-9]|999[0-8])"
INSTANT = (
    rf"^{YEAR}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])"
    r"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?Z$"
)
LAST_MICROSECOND = 253_370_764_800_000_000 - 1  # of the year 9998
SPEAKERS = sorted(name for name, role in fields.ROLES.items() if role)


def _object(required: list[str], **properties: Part) -> Part:
    return {"type": "object", "required": required, "properties": properties}


def _nullable(*kinds: Part) -> Part:
    return {"anyOf": [*kinds, {"type": "null"}]}


def _ref(name: str) -> Part:
    return {"$ref": f"#/components/schemas/{name}"}


WHOLE = {"type": "integer", "minimum": -LARGEST, "maximum": LARGEST}
COUNT = {"type": "integer", "minimum": 0}
STRING = {"type": "string"}
INSTANT_OUT = {"type": "string", "format": "date-time"}
NAME = {"type": "string", "maxLength": fields.LONGEST_NAME, "pattern": NOT_BLANK}
ID: Part = {
    "description": "Text or a whole number; it may hold anything.",
    "anyOf": [{"type": "string", "maxLength": fields.LONGEST_ID, "pattern": NOT_BLANK}, WHOLE],
}
MOMENT = {
    "description": "ISO 8601, or seconds, milliseconds or microseconds since 1970.",
    **_nullable(
        {"type": "string", "pattern": INSTANT, "examples": ["2026-03-10T14:30:00Z"]},
        {"type": "number", "minimum": 0, "maximum": LAST_MICROSECOND},
    ),
}
DETAIL = _nullable(STRING, WHOLE)

SCHEMAS: dict[str, Part] = {
    "Message": _object(
        ["role", "text"],
        id=_nullable(*ID["anyOf"]),
        role={
            "description": "Who speaks. Messages of system, tool and the like are left out.",
            "enum": SPEAKERS,
        },
        text={"type": "string", "description": "Beyond 200,000 characters it is cut."},
        sent_at=MOMENT,
    ),
    "Conversation": {
        "description": "One conversation; an event of Chatwoot is understood as well. Fields of "
        "other names are ignored. session_id is another name of conversation_id.",
        **_object(
            ["conversation_id", "messages"],
            conversation_id=ID,
            messages={
                "type": "array",
                "items": _ref("Message"),
                "maxItems": fields.MOST_MESSAGES,
                "description": "Two different messages may not share an id.",
            },
            channel=_nullable(NAME),
            source=_nullable(NAME),
            started_at=MOMENT,
            visitor=_nullable(_object([], name=DETAIL, email=DETAIL, phone=DETAIL, company=DETAIL)),
        ),
    },
    "Event": {
        "anyOf": [_ref("Conversation"), {"type": "object"}],
        "description": "What the chat system sends, as it sends it; with Standard Webhooks a "
        "Conversation, bare or under data.",
    },
    "Stored": _object(["stored", "messages"], stored=COUNT, messages=COUNT),
    "Error": _object(["error"], error=STRING),
    "Refused": _object(
        ["error", "fields"],
        error=STRING,
        fields={
            "type": "array",
            "minItems": 1,
            "items": _object(["path", "reason"], path=STRING, reason=STRING),
        },
    ),
    "Unsigned": _object(["error", "code"], error=STRING, code={"enum": ["signature", "stale"]}),
    "Source": _object(
        ["source", "last_event", "events_in_24_h", "usual_silence_h", "is_silent"],
        source=STRING,
        last_event=INSTANT_OUT,
        events_in_24_h=COUNT,
        usual_silence_h=_nullable({"type": "number"}),
        is_silent={"type": "boolean"},
    ),
    "Health": _object(
        ["status", "unscored", "oldest_unscored", "set_aside", "quarantined", "sources"],
        status={"const": "ok"},
        unscored=COUNT,
        oldest_unscored=_nullable(INSTANT_OUT),
        set_aside=COUNT,
        quarantined=COUNT,
        sources={"type": "array", "items": _ref("Source")},
    ),
    "Ready": _object(["status"], status={"const": "ready"}),
    "Description": {"type": "object"},
    "Leads": openapi_leads.PAGE,
}


def _answer(description: str, schema: str = "Error", *headers: str) -> Part:
    told: Part = {
        "description": description,
        "content": {"application/json": {"schema": _ref(schema)}},
    }
    if headers:
        told["headers"] = {name: {"required": True, "schema": STRING} for name in headers}
    return told


AWAY = {"503": _answer("The database does not answer; send again.", "Error", "Retry-After")}
NOT_ALLOWED = {"405": _answer("Another method is needed.", "Error", "Allow")}
TAKEN_IN = {
    "200": _answer("There was nothing new in it.", "Stored"),
    "202": _answer("Something new is on disk.", "Stored"),
    "403": _answer("It names another source than its sender's."),
    "413": _answer(f"It has more than {LARGEST_BODY:,} bytes."),
    "415": _answer("It is not JSON, or it is packed."),
    "422": _answer("It cannot be read, and is kept in quarantine.", "Refused"),
    **NOT_ALLOWED,
    **AWAY,
}


def _post(name: str, summary: str, schema: str, **more: Any) -> Part:  # noqa: ANN401 JSON
    body = {"required": True, "content": {"application/json": {"schema": _ref(schema)}}}
    return {"post": {"operationId": name, "summary": summary, "requestBody": body, **more}}


def _get(name: str, summary: str, schema: str, **more: Part) -> Part:
    answers = {"200": _answer(summary, schema), **NOT_ALLOWED, **more}
    return {"get": {"operationId": name, "summary": summary, "security": [], "responses": answers}}


SIGNATURES = {
    Kind.CHATWOOT: "X-Chatwoot-Signature",
    Kind.INTERCOM: "X-Hub-Signature",
    Kind.TAWKTO: "X-Tawk-Signature",
    Kind.CRISP: "X-Crisp-Signature",
    Kind.STANDARD: "webhook-signature",
}
DESCRIPTION: Part = {
    "openapi": "3.1.0",
    "info": {"title": "Leads", "version": "1", "license": {"name": "Apache-2.0"}},
    "servers": [{"url": "/"}],
    "paths": {
        "/api/conversations": _post(
            "sendConversation",
            "Send one conversation, whole or in part.",
            "Conversation",
            security=[{"token": []}],
            responses=TAKEN_IN
            | {"401": _answer("No token, or none that is valid.", "Error", "WWW-Authenticate")},
        ),
        "/api/webhooks/{source}": _post(
            "sendEvent",
            "Send one event of a chat system, signed with a secret of its source.",
            "Event",
            parameters=[
                {
                    "name": "source",
                    "in": "path",
                    "required": True,
                    "schema": {"type": "string", "minLength": 1},
                }
            ],
            security=[{kind.value: []} for kind in SIGNATURES],
            responses=TAKEN_IN
            | {
                "401": _answer("The signature does not fit.", "Unsigned", "WWW-Authenticate"),
                "404": {"description": "No source can have such a name."},
                "409": _answer("The delivery's id came with another body before."),
                "429": _answer("Too many bad signatures from here.", "Error", "Retry-After"),
            },
        ),
        "/api/leads": {
            "get": {
                "operationId": "listLeads",
                "summary": "Leads, a page at a time, for a token that may read them.",
                "parameters": openapi_leads.PARAMETERS,
                "security": [{"token": []}],
                "responses": {
                    "200": _answer("A page of leads.", "Leads"),
                    "401": _answer("No token, or none that is valid.", "Error", "WWW-Authenticate"),
                    "403": _answer("The token may only send."),
                    "422": _answer("A parameter cannot be used."),
                    **NOT_ALLOWED,
                    **AWAY,
                },
            }
        },
        "/api/health": _get("health", "How far the work is.", "Health", **AWAY),
        "/api/ready": _get("ready", "Requests can be served.", "Ready", **AWAY),
        "/api/openapi.json": _get("description", "This description.", "Description"),
    },
    "components": {
        "schemas": SCHEMAS,
        "securitySchemes": {
            "token": {"type": "http", "scheme": "bearer"},
            **{
                kind.value: {"type": "apiKey", "in": "header", "name": header}
                for kind, header in SIGNATURES.items()
            },
        },
    },
}
