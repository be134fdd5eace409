"""Numbers she has measured: blood pressure, temperature, and the number to ring."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

import phonenumbers

from bot.protocol.gestation import Gestation, parse_weeks
from bot.protocol.statement import Reading

from .lexicon import Lexicon, expression
from .number_words import with_digits
from .plain import Plain
from .reading import Assertion, Finding

#: What a reading may be (evidence P06); anything else is asked again.
TOP, BOTTOM = range(60, 261), range(30, 161)
#: Temperatures that a person can have, in degrees Celsius.
CELSIUS = (33.0, 43.0)
_FAHRENHEIT = (92.0, 110.0)


def read_pressure(plain: Plain, *, asked: bool = False) -> Reading | None:
    """The highest blood pressure she names, within what is possible. `asked`: the question was about it."""
    text = expression("split_hundred").sub(r"1\1", with_digits(plain.text))
    pairs = [match.groups() for match in expression("pair").finditer(text)]
    pairs += [match.groups() for match in expression("spaced").finditer(text)]
    pairs += [tuple(number for number in match.groups() if number) for match in expression("named").finditer(text)]
    if asked:
        pairs += re.findall(r"(?<![\d.])(\d{2,3})[^\d.]{1,12}(\d{2,3})(?![\d.])", text)
    readings = [(int(top), int(bottom)) for top, bottom in pairs]
    for match in [
        *expression("short").finditer(text),
        *(re.finditer(r"^\D{0,12}(\d\d?) ?(?:/|over| ) ?(\d\d?)\D{0,12}$", text) if asked else ()),
    ]:
        top, bottom = int(match[1]) * 10, int(match[2]) * 10
        readings.append((top, bottom))
    possible = [(top, bottom) for top, bottom in readings if top in TOP and bottom in BOTTOM and top > bottom]
    return Reading("mmHg", tuple(float(n) for n in max(possible))) if possible else None


def read_temperature(plain: Plain, *, asked: bool = False) -> Reading | None:
    """The highest temperature she names, in Celsius. `asked`: the question was about it."""
    text = with_digits(plain.text)
    found = [_celsius(m["n"], m["unit"]) for m in expression("degrees").finditer(text) if not _weather(text, m)]
    found += [_celsius(m["n"], text[m.end() : m.end() + 12]) for m in expression("temp_near").finditer(text)]
    found += [_celsius(m["n"], "") for m in expression("bare_temp").finditer(text) if not _sugar(text, m)]
    if asked:
        found += [
            _celsius(n, "f" if float(n.replace(",", ".")) > 90 else "")
            for n in re.findall(r"(?<![\d.])\d{2,3}(?:[.,]\d{1,2})?", text)
        ]
    possible = [degrees for degrees in found if degrees is not None]
    return Reading("celsius", (max(possible),)) if possible else None


def _celsius(number: str, unit: str) -> float | None:
    degrees = float(number.replace(",", "."))
    if re.match(r"\s*(?:\u00b0|deg\w*)?\s*f", unit) or _FAHRENHEIT[0] <= degrees <= _FAHRENHEIT[1]:
        degrees = (degrees - 32) * 5 / 9
    return round(degrees, 1) if CELSIUS[0] <= degrees <= CELSIUS[1] else None


def _weather(text: str, match: re.Match[str]) -> bool:
    around = text[max(0, match.start() - 40) : match.end() + 30]
    return (
        bool(re.search(r"\b(?:outside|weather|bath|room|oven|sunny|house|water is|forecast)\b", around))
        and "temp" not in around[:20]
    )


def _sugar(text: str, match: re.Match[str]) -> bool:
    return bool(
        re.search(
            r"\b(?:sugar|sugars|glucose|bmi|weigh\w*|ketones?|weeks?)\b",
            text[max(0, match.start() - 25) : match.start()],
        )
    )


def read_phone(plain: Plain) -> str | None:
    """A telephone number in the United Kingdom, as `+44...`."""
    for match in expression("digits").finditer(plain.text[:4_000]):
        try:
            number = phonenumbers.parse(match.group(), "GB")
        except phonenumbers.NumberParseException:
            continue
        if (
            number.country_code == 44
            and phonenumbers.is_possible_number(number)
            and str(number.national_number)[0] in "12378"
        ):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return None


def said_by_numbers(
    stated: Gestation | None,
    quote: str,
    pressure: Reading | None,
    temperature: Reading | None,
) -> Iterator[Finding]:
    """The findings that numbers say by themselves; where the line lies is in `lexicon/scope.yml`."""
    limits = Lexicon.load().numbers
    if stated is not None:
        yield Finding("gestation", Assertion.PRESENT, quote)
        if stated.high < parse_weeks(limits["gestation"]["below"]):
            yield Finding(limits["gestation"]["says"], Assertion.PRESENT, quote)
    if pressure is not None:
        top, bottom = pressure.values
        if top >= limits["pressure"]["top"] or bottom >= limits["pressure"]["bottom"]:
            yield Finding(limits["pressure"]["says"], Assertion.PRESENT, f"{top:.0f}/{bottom:.0f}")
    if temperature is not None and temperature.values[0] >= limits["temperature"]["from"]:
        yield Finding(limits["temperature"]["says"], Assertion.PRESENT, f"{temperature.values[0]:.1f}")


def half_a_reading(plain: Plain) -> Iterator[Finding]:
    """`top number 170`: no reading, but raised all the same."""
    limit = Lexicon.load().numbers["pressure"]
    for match in expression("half").finditer(with_digits(plain.text)):
        high = limit["top"] if match["which"] in ("top", "upper", "systolic") else limit["bottom"]
        if high <= int(match["n"]) <= TOP[-1]:
            yield Finding(limit["says"], Assertion.PRESENT, match.group())


def denied_by_numbers(temperature: Reading | None, findings: Mapping[str, Finding]) -> Iterator[Finding]:
    """`my temp is 36.8` speaks of a temperature, not of a fever."""
    limit = Lexicon.load().numbers["temperature"]
    spoken = findings.get(limit["says"])
    if temperature is not None and temperature.values[0] < limit["from"] and spoken and "temp" in spoken.quote.lower():
        yield replace(spoken, assertion=Assertion.ABSENT)
