"""The description of the JSON API, served at /api/openapi.json and shown at /api/docs."""

from __future__ import annotations

from typing import Any

from .intake import ID_LIMIT, TICKS_LIMIT, WORDS_LIMIT
from .needs import Unit
from .number import number_of

Json = dict[str, Any]

ERRORS = {
    400: "The message could not be read: broken JSON, an empty message, a field of the wrong kind.",
    401: "No token, a wrong one, or one that has ended or is older than 24 hours. Begin a new conversation.",
    403: "A browser sent this from a page of another site.",
    408: "The body did not arrive within 30 seconds.",
    413: f"The words are longer than {WORDS_LIMIT:,} characters.",
    415: "The content type is not application/json.",
    429: "This conversation is already followed from several places.",
    503: "Something failed on our side. Nothing that was answered is lost; send it again with the same id.",
}

#: method, path, summary, what it does, request schema, good status, what that means, response schema, errors
CALLS: tuple[tuple[str, str, str, str, str | None, int, str, str | None, tuple[int, ...]], ...] = (
    (
        "post",
        "/api/conversations",
        "Begin a conversation",
        "Sets the cookie `triage` (HttpOnly, SameSite=Strict, 24 hours). A front end that is not our page sends the "
        "token as `Authorization: Bearer <token>` from here on. Send an empty JSON object.",
        "Empty",
        201,
        "The conversation has begun. Nothing has been said yet.",
        "Begun",
        (403, 415, 503),
    ),
    (
        "post",
        "/api/messages",
        "Say one thing",
        "Words, a pressed button, or a start without words. `id` is made by the sender: the same id again is answered "
        "as before, so a resend is harmless. With `after`, everything since that message comes back, hers included; "
        "without it only the replies.",
        "Say",
        200,
        "The replies. A red card, where one is due, is always among them.",
        "Messages",
        (400, 401, 403, 408, 413, 415, 503),
    ),
    (
        "get",
        "/api/messages",
        "Read the transcript",
        "All messages after number `after`, oldest first.",
        None,
        200,
        "The messages.",
        "Messages",
        (400, 401, 503),
    ),
    (
        "get",
        "/api/stream",
        "Follow the conversation",
        "Server-sent events. `message` carries one Message and its number as the event id; `end` says that the session "
        "is over. A comment comes every 15 seconds. Resumes from the header `Last-Event-ID`. A message may come again "
        "after a resume: show each id once.",
        None,
        200,
        "A stream that stays open.",
        None,
        (400, 401, 429, 503),
    ),
    (
        "post",
        "/api/exit",
        "Leave at once",
        "Ends the browser's session and takes the cookie away. What she said stays with the midwives. Needs no body.",
        None,
        204,
        "The session is over, whether or not it was good before.",
        None,
        (403, 503),
    ),
)


def _text(description: str, **more: Any) -> Json:
    return {"type": "string", "description": description, **more}


def _object(required: list[str], description: str = "", **properties: Json) -> Json:
    return {"type": "object", "description": description, "required": required, "properties": properties}


def _list(items: Json) -> Json:
    return {"type": "array", "items": items}


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


_TOKEN = _text(
    "An option's `token`, or `act:` and one of person, unsure, skip, why, back, again; "
    "`act:skip:7` holds only while question 7 stands."
)

SCHEMAS: dict[str, Json] = {
    "Empty": _object([]),
    "Begun": _object(
        ["conversation", "token", "mark"],
        conversation=_text("Its id."),
        token=_text("Keep it secret."),
        mark=_text("What every screen must say of the service; empty where nothing has to be said."),
    ),
    "Say": {
        **_object(
            ["id"],
            "Exactly one of `text`, `choice` and `start`. Unknown fields are ignored.",
            id=_text("Made by the sender, unique in the conversation.", minLength=1, maxLength=ID_LIMIT),
            text=_text("Her words.", minLength=1, maxLength=WORDS_LIMIT),
            choice={
                "oneOf": [_TOKEN, {**_list(_TOKEN), "maxItems": TICKS_LIMIT}],
                "description": "One token; for a tick list all ticked ones.",
            },
            start={"const": True, "description": "Begin without words: the first question comes back."},
            after={"type": "integer", "minimum": 0, "description": "Send back everything since this message."},
        ),
        "oneOf": [{"required": ["text"]}, {"required": ["choice"]}, {"required": ["start"]}],
    },
    "Messages": _object(
        ["messages", "last"],
        messages=_list(_ref("Message")),
        last={"type": "integer", "description": "The number to ask from next time."},
    ),
    "Message": _object(
        ["id", "author", "at", "time", "body"],
        id={"type": "integer", "description": "Grows; show each once."},
        author=_text("Who wrote it.", enum=["her", "assistant", "midwife", "service"]),
        at=_text("When, in UTC.", format="date-time"),
        time=_text("The hour and minute in England, as shown to her, such as `03:12`."),
        body=_ref("Reply"),
    ),
    "Reply": _object(
        ["kind", "text"],
        "`text` is always enough by itself. `question` and `card` are there only for their kinds.",
        kind=_text("What it is.", enum=["say", "question", "card", "signpost", "midwife", "hers"]),
        text=_text("The whole reply as plain text."),
        short=_text("The text message form, where it differs."),
        question=_ref("Question"),
        card=_ref("Card"),
    ),
    "Question": _object(
        ["id", "n", "kind", "options"],
        id=_text("Which question."),
        n={"type": "integer", "description": "Which asking of this conversation."},
        kind=_text(
            "How it is answered.", enum=["choice", "ticks", "gestation", "pressure", "temperature", "text", "phone"]
        ),
        urgent={"type": "boolean", "description": "Show 999 and the number above it."},
        skippable={"type": "boolean", "description": "Offer `act:skip`."},
        stage=_text("Where it belongs: screen, gate, pathway, shared, confirm or after."),
        help=_text("A hint, or empty."),
        options=_list(
            _object(
                ["id", "label", "token"],
                id=_text("`none` and `unsure` have fixed meanings."),
                label=_text("On the button."),
                token=_text("Sent back as `choice`; opaque."),
            )
        ),
    ),
    "Card": _object(
        ["colour", "level", "title", "number", "number_text"],
        "What to do. Show it whole. Always show the number and 999 with it.",
        colour=_text("How it looks.", enum=["red", "amber", "green", "signpost"]),
        level=_text("The clinicians' code; not shown to her."),
        title=_text("One action."),
        do=_list(_text("A thing to do now.")),
        wait=_list(_text("What to do while waiting.")),
        who=_text("Who is being told."),
        number=_text("To dial."),
        number_text=_text("To read."),
        by={"type": ["string", "null"], "description": "If nobody has rung her by this time, she rings the number."},
        ring_if=_list(_text("Ring at once if.")),
        emergency_if=_list(_text("Call 999 if.")),
        home=_list(_text("At home.")),
        neutral={"type": "boolean", "description": "Show it without colour: someone may be looking."},
        criteria=_list(_text("Why, for clinicians; not shown to her.")),
    ),
    "Error": _object(
        ["error", "do", "number", "number_text"],
        error=_text("A sentence for her."),
        do=_text("What to do; names the number and 999."),
        number=_text("To dial."),
        number_text=_text("To read."),
    ),
}


def document(unit: Unit, mark: str) -> Json:
    """The whole document, OpenAPI 3.1; `mark` is what every page says of the service."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Maternity triage chat",
            "version": "1",
            "summary": f"{mark}." if mark else "The chat of a maternity triage line.",
            "description": f"For {unit.name}. Every error names the number to ring: {number_of(unit.phone).text}.",
        },
        "security": [{"cookie": []}, {"bearer": []}],
        "paths": _paths(),
        "components": {
            "schemas": SCHEMAS,
            "securitySchemes": {
                "cookie": {"type": "apiKey", "in": "cookie", "name": "triage"},
                "bearer": {"type": "http", "scheme": "bearer"},
            },
        },
    }


def _paths() -> Json:
    paths: Json = {}
    for method, path, summary, about, asks, status, means, gives, errors in CALLS:
        answer: Json = {"description": means}
        if gives is not None:
            answer["content"] = {"application/json": {"schema": _ref(gives)}}
        elif path == "/api/stream":
            answer["content"] = {"text/event-stream": {"schema": {"type": "string"}}}
        call: Json = {"summary": summary, "description": about, "responses": {str(status): answer}}
        call["responses"] |= {str(code): _error(code) for code in errors}
        if asks is not None:
            call["requestBody"] = {"required": True, "content": {"application/json": {"schema": _ref(asks)}}}
        if method == "get":
            call["parameters"] = [_AFTER, _LAST_EVENT] if path == "/api/stream" else [_AFTER]
        if path == "/api/conversations":
            call["security"] = []
        paths.setdefault(path, {})[method] = call
    return paths


_AFTER = {
    "name": "after",
    "in": "query",
    "schema": {"type": "integer", "minimum": 0, "default": 0},
    "description": "A message number.",
}
_LAST_EVENT = {
    "name": "Last-Event-ID",
    "in": "header",
    "schema": {"type": "integer"},
    "description": "Sent by browsers when they come back; counts before `after`.",
}


def _error(code: int) -> Json:
    return {"description": ERRORS[code], "content": {"application/json": {"schema": _ref("Error")}}}
