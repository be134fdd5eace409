"""Everything at once, on this machine only: both carriers, the server, and the invented women.

python -m demo.run
"""

from __future__ import annotations

import argparse
import asyncio
import os
import secrets
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress

import httpx
import uvicorn
from starlette.applications import Starlette

from .sms_carrier import SmsCarrier
from .telegram_carrier import TelegramCarrier
from .woman import read_women
from .women import Town, play_all

HOST = "127.0.0.1"
#: Kept free for drama by Ofcom.
SMS_NUMBER = "+447700900999"


async def run(port: int, *, with_women: bool = True, speed: float = 1) -> int:
    """Serve until stopped; the server's exit status."""
    web, telegram, sms = (f"http://{HOST}:{port + step}" for step in range(3))
    environment = _environment(port, web, telegram, sms)
    account, token = environment["TWILIO_ACCOUNT_SID"], environment["TWILIO_AUTH_TOKEN"]
    carriers = [
        _server(TelegramCarrier(environment["TELEGRAM_TOKEN"]).app(), port + 1),
        _server(SmsCarrier(account, token, SMS_NUMBER, f"{web}/sms").app(), port + 2),
    ]
    serving = [asyncio.create_task(carrier.serve()) for carrier in carriers]
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.app.cli", "serve", env={**os.environ, **environment}
    )
    _print_links(web, telegram, sms)
    playing = asyncio.create_task(_women(Town(web, telegram, sms), speed)) if with_women else None
    try:
        return await server.wait()
    finally:
        with suppress(ProcessLookupError):
            server.terminate()
        if playing is not None:
            playing.cancel()
        for carrier in carriers:
            carrier.should_exit = True
        await asyncio.gather(*serving, *filter(None, [playing]), return_exceptions=True)


def _environment(port: int, web: str, telegram: str, sms: str) -> Mapping[str, str]:
    """The settings that point the server at the carriers; secrets are made anew at each start."""
    return {
        "HOST": HOST,
        "PORT": str(port),
        "PUBLIC_URL": web,
        "TRIAGE_DEMO": "1",
        "TELEGRAM_TOKEN": f"1:{secrets.token_urlsafe(24)}",
        "TELEGRAM_SECRET": secrets.token_urlsafe(32),
        "TELEGRAM_API_URL": telegram,
        "TWILIO_ACCOUNT_SID": f"AC{secrets.token_hex(16)}",
        "TWILIO_AUTH_TOKEN": secrets.token_hex(16),
        "TWILIO_API_URL": sms,
        "SMS_NUMBER": SMS_NUMBER,
    }


def _server(app: Starlette, port: int) -> uvicorn.Server:
    server = uvicorn.Server(uvicorn.Config(app, host=HOST, port=port, log_level="warning", access_log=False, ws="none"))
    server.capture_signals = suppress  # type: ignore[method-assign,assignment]  # this program is stopped, not each part
    return server


async def _women(town: Town, speed: float) -> None:
    """The women write once the server can answer."""
    async with httpx.AsyncClient(trust_env=False) as client:
        while True:
            with suppress(httpx.HTTPError):
                if (await client.get(f"{town.web}/health/ready")).is_success:
                    break
            await asyncio.sleep(1)
    await play_all(town, read_women(), speed=speed)


def _print_links(web: str, telegram: str, sms: str) -> None:
    sys.stdout.write(
        "Demonstration, not an NHS service. Everybody in it is invented.\n"
        f"  chat in the browser      {web}/\n"
        f"  the midwives' console    {web}/line\n"
        f"  a Telegram phone         {telegram}/phone/telegram\n"
        f"  a phone for messages     {sms}/phone/sms\n"
    )
    sys.stdout.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """Start everything; stop with Ctrl-C."""
    parser = argparse.ArgumentParser(description="The whole service on this machine, with invented women.")
    parser.add_argument("--port", type=int, default=8000, help="of the server; the carriers take the next two")
    parser.add_argument("--no-women", action="store_true", help="nobody writes but you")
    parser.add_argument("--speed", type=float, default=1, help="how fast the women write")
    given = parser.parse_args(arguments)
    try:
        return asyncio.run(run(given.port, with_women=not given.no_women, speed=given.speed))
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())
