"""Blood pressure, temperature, telephone number, whom it is about, and which language."""

from __future__ import annotations

from datetime import date

import pytest

from bot.understanding.reader import read

TODAY = date(2026, 11, 21)

NUMBERS = [
    # message, pressure, temperature, why
    ("bp 140/90", (140, 90), None, "as on the screen"),
    ("it was 140 over 95", (140, 95), None, "in words"),
    ("BP 160 110", (160, 110), None, "only a space"),
    ("one forty over ninety", (140, 90), None, "all in words"),
    ("bp was 14/9", (140, 90), None, "in centimetres"),
    ("top number 152 bottom 99", (152, 99), None, "named"),
    ("135/85 then 150/95", (150, 95), None, "the higher of two"),
    ("90/140", None, None, "the top must be higher"),
    ("bp 300/200", None, None, "nobody has that"),
    ("34/40", None, None, "weeks"),
    ("24/7", None, None, "a figure of speech"),
    ("temp 38.6", None, 38.6, "Celsius"),
    ("temperature of 101 f", None, 38.3, "Fahrenheit"),
    ("39 degrees", None, 39.0, "degrees"),
    ("38,4 since this morning", None, 38.4, "a comma"),
    ("its 30 degrees outside", None, None, "the weather"),
    ("37.5 weeks", None, None, "weeks"),
]


@pytest.mark.parametrize(("message", "pressure", "temperature", "why"), NUMBERS)
def test_numbers(message: str, pressure: tuple[float, ...] | None, temperature: float | None, why: str) -> None:
    understood = read(message, TODAY)
    assert (understood.pressure.values if understood.pressure else None) == pressure, why
    assert (understood.temperature.values[0] if understood.temperature else None) == temperature, why


@pytest.mark.parametrize(
    ("message", "phone"),
    [
        ("ring me on 07700 900123", "+447700900123"),
        ("01632 960001 please", "+441632960001"),
        ("+44 (0)7700 900 123", "+447700900123"),
        ("my bp is 120/80 and im 34 weeks", None),
        ("12345", None),
    ],
)
def test_phone(message: str, phone: str | None) -> None:
    assert read(message, TODAY).phone == phone


@pytest.mark.parametrize(
    ("message", "about"),
    [
        ("I'm 34 weeks and bleeding", "her"),
        ("my wife is 36 weeks and in labour", "with_me"),
        ("this is her husband", "with_me"),
        ("my sister is 30 weeks pregnant and bleeding, im at work and shes at home", "absent"),
        ("hello", None),
    ],
)
def test_about(message: str, about: str | None) -> None:
    assert read(message, TODAY).about == about


LANGUAGES = [
    # message, language, red finding, why
    ("dziecko się nie rusza od wczoraj", "pl", "rfm_absent", "Polish"),
    ("krwawie", "pl", "bleed", "Polish without marks, one word"),
    ("nu simt copilul miscand de ieri", "ro", "rfm_absent", "Romanian"),
    ("عندي نزيف شديد", "ar", "bleed_heavy", "Arabic"),
    ("مجھے خون آ رہا ہے", "ur", "bleed", "Urdu"),
    ("pani nikal raha hai", "ur", "rom", "Urdu in Latin letters"),
    ("আমার বাচ্চা নড়ছে না", "bn", "rfm_absent", "Bengali"),
    ("amar pete khub betha", "bn", "pain_severe_constant", "Bengali in Latin letters"),
    ("ਬੱਚਾ ਹਿੱਲ ਨਹੀਂ ਰਿਹਾ", "pa", "rfm_absent", "Punjabi"),
    ("o bebé não mexe", "pt", "rfm_absent", "Portuguese"),
    ("no puedo respirar", "es", "sob", "Spanish"),
    ("je perds beaucoup de sang", "fr", "bleed_heavy", "French"),
    ("waan dhiigayaa", "so", "bleed", "Somali"),
    ("у мене кровотеча", "uk", "bleed", "Ukrainian"),
    ("我羊水破了", "zh", "rom", "Chinese"),
]


@pytest.mark.parametrize(("message", "language", "name", "why"), LANGUAGES)
def test_language(message: str, language: str, name: str, why: str) -> None:
    understood = read(message, TODAY)
    assert understood.language == language, why
    assert {"other_language", name} <= {f.name for f in understood.findings if f.assertion == "present"}, why


@pytest.mark.parametrize(
    ("message", "language"), [("hiya im 30 weeks", "en"), ("ok", "en"), ("😭", "und"), ("", "und")]
)
def test_no_other_language(message: str, language: str) -> None:
    understood = read(message, TODAY)
    assert understood.language == language
    assert "other_language" not in {f.name for f in understood.findings}
