"""The JSON API: what it promises, and what it answers to nonsense."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from .site import Site
from .stand_in import StandIn

pytestmark = pytest.mark.anyio


def _names_the_number(response: httpx.Response) -> bool:
    body = response.json()
    return bool(body["error"]) and "01632 960001" in body["do"] and "999" in body["do"]


async def test_a_conversation_begins_with_a_cookie_that_scripts_cannot_read(client: httpx.AsyncClient) -> None:
    response = await client.post("/api/conversations", json={})
    assert response.status_code == 201
    assert set(response.json()) == {"conversation", "token", "mark"}
    cookie = response.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "max-age=86400" in cookie
    assert "secure" not in cookie


async def test_over_https_the_cookie_is_secure(site: Site) -> None:
    transport = httpx.ASGITransport(site.app)
    async with httpx.AsyncClient(transport=transport, base_url="https://chat.test") as client:
        response = await client.post("/api/conversations", json={})
    assert "secure" in response.headers["set-cookie"].lower()
    assert "max-age" in response.headers["strict-transport-security"]


async def test_words_are_answered(hers: httpx.AsyncClient) -> None:
    answer = (await hers.post("/api/messages", json={"id": "a", "text": "I am bleeding"})).json()
    assert [one["body"]["card"]["level"] for one in answer["messages"]] == ["R-999"]
    assert answer["last"] == answer["messages"][-1]["id"]


async def test_a_resend_is_harmless(hers: httpx.AsyncClient) -> None:
    first = (await hers.post("/api/messages", json={"id": "a", "text": "I am bleeding"})).json()
    again = (await hers.post("/api/messages", json={"id": "a", "text": "I am bleeding"})).json()
    assert first == again
    transcript = (await hers.get("/api/messages")).json()["messages"]
    assert [one["author"] for one in transcript] == ["her", "assistant"]


async def test_with_after_her_own_message_comes_back_too(hers: httpx.AsyncClient) -> None:
    answer = (await hers.post("/api/messages", json={"id": "a", "text": "fine", "after": 0})).json()
    assert [one["author"] for one in answer["messages"]] == ["her", "assistant"]


async def test_a_start_and_a_press_and_ticks_are_handed_on(hers: httpx.AsyncClient, site: Site) -> None:
    for content in ({"start": True}, {"choice": "1.less"}, {"choice": ["2.push", "2.blood"]}, {"choice": "act:person"}):
        response = await hers.post("/api/messages", json={"id": str(content), **content})
        assert response.status_code == 200
    got = [(one.kind, one.choice) for one in site.desk.received]
    assert got == [("start", None), ("choice", "1.less"), ("choice", "2.push,2.blood"), ("choice", "act:person")]


async def test_another_front_end_uses_the_bearer_token(client: httpx.AsyncClient) -> None:
    token = (await client.post("/api/conversations", json={})).json()["token"]
    client.cookies.clear()
    bearer = {"Authorization": f"Bearer {token}"}
    said = await client.post("/api/messages", json={"id": "a", "text": "fine"}, headers=bearer)
    assert said.status_code == 200
    assert "set-cookie" not in said.headers
    assert len((await client.get("/api/messages", headers=bearer)).json()["messages"]) == 2


async def test_the_transcript_can_be_read_from_a_number_on(hers: httpx.AsyncClient) -> None:
    last = (await hers.post("/api/messages", json={"id": "a", "text": "fine"})).json()["last"]
    await hers.post("/api/messages", json={"id": "b", "text": "fine"})
    rest = (await hers.get("/api/messages", params={"after": last})).json()
    assert [one["author"] for one in rest["messages"]] == ["her", "assistant"]
    assert (await hers.get("/api/messages", params={"after": rest["last"]})).json() == {
        "messages": [],
        "last": rest["last"],
    }


@pytest.mark.parametrize("length", [1, 4_000, 4_001, 100_000])
async def test_long_words_are_handed_on_whole(hers: httpx.AsyncClient, site: Site, length: int) -> None:
    words = "\N{PREGNANT WOMAN}" * length  # JSON may write each as 12 bytes
    assert (await hers.post("/api/messages", json={"id": "a", "text": words})).status_code == 200
    assert site.desk.received[-1].words == words


async def test_too_long_words_are_refused_in_a_sentence(hers: httpx.AsyncClient, site: Site) -> None:
    response = await hers.post("/api/messages", json={"id": "a", "text": "x" * 100_001})
    assert response.status_code == 413
    assert "too long" in response.json()["error"]
    assert _names_the_number(response)
    assert site.desk.received == []


BROKEN: list[tuple[str, Any]] = [
    ("not JSON", b"{"),
    ("nothing", b""),
    ("a list", b"[]"),
    ("too deep", b"[" * 100_000),
    ("not UTF-8", b'{"id": "a", "text": "\xff"}'),
    ("a number too long to read", b'{"id": ' + b"1" * 5_000 + b"}"),
    ("no id", b'{"text": "x"}'),
    ("an id that is no text", b'{"id": 1, "text": "x"}'),
    ("an empty id", b'{"id": "", "text": "x"}'),
    ("a long id", b'{"id": "' + b"x" * 101 + b'", "text": "x"}'),
    ("an id with half a character", b'{"id": "\\ud800", "text": "x"}'),
    ("nothing said", b'{"id": "a"}'),
    ("blank words", b'{"id": "a", "text": "  \\n "}'),
    ("words that are no text", b'{"id": "a", "text": {"a": 1}}'),
    ("words and a choice", b'{"id": "a", "text": "x", "choice": "1.a"}'),
    ("an empty choice", b'{"id": "a", "choice": ""}'),
    ("no ticks", b'{"id": "a", "choice": []}'),
    ("too many ticks", b'{"id": "a", "choice": [' + b",".join([b'"1.a"'] * 61) + b"]}"),
    ("a choice that is no token", b'{"id": "a", "choice": [1]}'),
    ("a start that is not true", b'{"id": "a", "start": "yes"}'),
    ("after that is no number", b'{"id": "a", "text": "x", "after": "zero"}'),
    ("after that is true", b'{"id": "a", "text": "x", "after": true}'),
]


@pytest.mark.parametrize("body", [body for _, body in BROKEN], ids=[name for name, _ in BROKEN])
async def test_nonsense_gets_a_sentence_and_the_number(hers: httpx.AsyncClient, site: Site, body: bytes) -> None:
    response = await hers.post("/api/messages", content=body, headers={"content-type": "application/json"})
    assert response.status_code == 400
    assert _names_the_number(response)
    assert site.desk.received == []


async def test_half_characters_in_her_words_do_no_harm(hers: httpx.AsyncClient, site: Site) -> None:
    body = b'{"id": "a", "text": "bleeding \\ud800 \\u0000", "unknown": {"x": 1}}'
    response = await hers.post("/api/messages", content=body, headers={"content-type": "application/json"})
    assert response.status_code == 200
    assert site.desk.received[-1].words == "bleeding \ufffd \ufffd"


@pytest.mark.parametrize("after", ["-1", "x", "1.5", "9" * 40, "\u0663", ""])
async def test_a_strange_number_is_refused(hers: httpx.AsyncClient, after: str) -> None:
    response = await hers.get("/api/messages", params={"after": after})
    assert response.status_code == 400
    assert _names_the_number(response)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
async def test_only_json_is_taken(hers: httpx.AsyncClient, kind: str) -> None:
    response = await hers.post("/api/messages", content=b'{"id": "a", "text": "x"}', headers={"content-type": kind})
    assert response.status_code == 415
    assert _names_the_number(response)


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer wrong"}, {"cookie": "triage=wrong"}])
async def test_a_stranger_hears_only_the_number(
    client: httpx.AsyncClient, site: Site, method: str, headers: dict[str, str]
) -> None:
    response = await client.request(method, "/api/messages", json={"id": "a", "text": "x"}, headers=headers)
    assert response.status_code == 401
    assert _names_the_number(response)
    assert site.desk.received == []
    assert (await client.get("/api/stream", headers=headers)).status_code == 401


FOREIGN = [
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"origin": "https://chat.test.evil.example"},
    {"sec-fetch-site": "cross-site", "origin": "http://chat.test"},
    {"sec-fetch-site": "same-site"},
]


@pytest.mark.parametrize("headers", FOREIGN)
@pytest.mark.parametrize("path", ["/api/conversations", "/api/messages", "/api/exit"])
async def test_another_site_cannot_speak_for_her(
    hers: httpx.AsyncClient, site: Site, path: str, headers: dict[str, str]
) -> None:
    response = await hers.post(path, json={"id": "a", "text": "x"}, headers=headers)
    assert response.status_code == 403
    assert _names_the_number(response)
    assert "set-cookie" not in response.headers
    assert (await hers.get("/api/messages")).status_code == 200
    assert site.desk.received == []


@pytest.mark.parametrize("headers", [{}, {"origin": "http://chat.test"}, {"sec-fetch-site": "same-origin"}])
async def test_our_own_page_can(hers: httpx.AsyncClient, headers: dict[str, str]) -> None:
    assert (await hers.post("/api/messages", json={"id": "a", "text": "x"}, headers=headers)).status_code == 200


async def test_leaving_ends_the_session_and_takes_the_cookie(hers: httpx.AsyncClient, site: Site) -> None:
    token = hers.cookies["triage"]
    response = await hers.post("/api/exit")
    assert response.status_code == 204
    assert 'triage=""' in response.headers["set-cookie"]
    again = await hers.get("/api/messages", headers={"authorization": f"Bearer {token}"})
    assert again.status_code == 401
    assert (await hers.post("/api/exit")).status_code == 204


async def test_what_fails_inside_shows_no_trace(hers: httpx.AsyncClient, site: Site, caplog: Any) -> None:
    def fall_over() -> None:
        raise RuntimeError("she said: secret words")

    site.desk.broken = fall_over
    for response in (
        await hers.post("/api/messages", json={"id": "a", "text": "x"}),
        await hers.get("/api/messages"),
        await hers.post("/api/conversations", json={}),
    ):
        assert response.status_code == 503
        assert _names_the_number(response)
        assert "secret" not in response.text
    assert "secret" not in caplog.text
    assert "RuntimeError" in caplog.text


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/api/nothing", 404), ("GET", "/api/exit", 405)])
async def test_unknown_doors_name_the_number(client: httpx.AsyncClient, method: str, path: str, status: int) -> None:
    response = await client.request(method, path)
    assert response.status_code == status
    assert _names_the_number(response)


async def test_the_description_fits_the_routes(client: httpx.AsyncClient, site: Site) -> None:
    document = (await client.get("/api/openapi.json")).json()
    assert document["openapi"] == "3.1.0"
    described = {(path, method.upper()) for path, calls in document["paths"].items() for method in calls}
    doors = {("/api/conversations", "POST"), ("/api/messages", "POST"), ("/api/messages", "GET"),
             ("/api/stream", "GET"), ("/api/exit", "POST")}  # fmt: skip
    assert described == doors
    page = (await client.get("/api/docs")).text
    assert all(path in page for path, _ in doors)
    assert all(f'id="{name}"' in page for name in document["components"]["schemas"])


async def test_every_reference_in_the_description_leads_somewhere(client: httpx.AsyncClient) -> None:
    document = (await client.get("/api/openapi.json")).json()
    names = set(document["components"]["schemas"])

    def references(part: Any) -> set[str]:
        if isinstance(part, dict):
            own = {part["$ref"].rsplit("/", 1)[-1]} if "$ref" in part else set()
            return own.union(*(references(one) for one in part.values()))
        return set().union(*(references(one) for one in part)) if isinstance(part, list) else set()

    assert references(document) <= names


def test_the_stand_in_is_no_more_than_the_desk() -> None:
    from bot.channels.front_desk import FrontDesk

    spoken = ("receive", "open_conversation", "conversation_for", "end_session", "transcript", "ready")
    assert all(hasattr(FrontDesk, name) for name in spoken)
    assert all(hasattr(StandIn, name) for name in spoken)
