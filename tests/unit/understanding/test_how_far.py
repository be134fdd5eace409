"""Every way to say how far along she is gives the right interval."""

from __future__ import annotations

from datetime import date

import pytest

from bot.understanding.reader import read

TODAY = date(2026, 11, 21)  # a Saturday

TABLE = [
    # message, gestation, how, why
    ("34 weeks", "34+0 to 34+6", "weeks", "whole weeks leave the days open"),
    ("32+4", "32+4", "weeks", "weeks and days"),
    ("28/40", "28+0 to 28+6", "weeks", "UK notation, not a fraction"),
    ("28+3/40", "28+3", "weeks", "UK notation with days"),
    ("37 weeks 4/7", "37+4", "weeks", "UK notation of days"),
    ("29w6d", "29+6", "weeks", "as apps show it"),
    ("33 wks 2", "33+2", "weeks", "days without a word"),
    ("thirty one weeks and five days", "31+5", "weeks", "in words"),
    ("im thirty-six plus two", "36+2", "weeks", "in words with plus"),
    ("twenty nine and a half weeks", "29+3 to 29+4", "weeks", "a half"),
    ("I am in week 33", "33+0 to 33+6", "weeks", "the week before the number"),
    ("30 wks tmrw", "29+6", "weeks", "tomorrow is not today"),
    ("26 weeks on tuesday", "25+4", "weeks", "a coming weekday"),
    ("nearly 35 weeks", "34+0 to 35+0", "weeks", "nearly is below"),
    ("about 30 weeks", "29+0 to 31+6", "weeks", "about is wide"),
    ("just gone 24", "24+0 to 24+6", "weeks", "without the word weeks"),
    ("due 14 feb", "27+6", "due_date", "a due date"),
    ("due on 3rd March", "25+3", "due_date", "with an ordinal"),
    ("EDD: 12/01/27", "32+4", "due_date", "day before month"),
    ("my due date is the fourteenth of february", "27+6", "due_date", "in words"),
    ("due boxing day", "35+0", "due_date", "a feast"),
    ("due in march", "21+3 to 25+5", "due_date", "only a month"),
    ("due tomorrow", "39+6", "due_date", "from today"),
    ("was due last tuesday", "40+4", "due_date", "in the past"),
    ("due in 9 weeks", "30+3 to 31+4", "weeks", "weeks to go"),
    ("8 weeks left", "31+3 to 32+4", "weeks", "weeks left"),
    ("lmp 2/5", "27+0 to 31+0", "last_period", "give or take two weeks"),
    ("last period was 10th May", "25+6 to 29+6", "last_period", "in words"),
    ("embryo transfer 10 june", "26+1", "transfer", "a day-5 transfer"),
    ("8 months", "30+3 to 39+1", "months", "ambiguous by a whole month"),
    ("im seven months gone", "26+0 to 34+5", "months", "in words"),
    ("term plus 5", "40+5", "over_due", "days over"),
    ("5 days over", "40+5", "over_due", "days over"),
    ("a week overdue", "41+0 to 41+6", "over_due", "a week over"),
    ("third trimester", "28+0 to 44+0", "trimester", "the last third"),
    ("when i was 12 weeks i bled, im 26 weeks now", "26+0 to 26+6", "weeks", "now beats then"),
    ("my mum comes in 2 weeks, im 29 weeks", "29+0 to 29+6", "weeks", "hers beats others"),
    ("33 weeks bp 140/90", "33+0 to 33+6", "weeks", "a blood pressure is no date"),
]

NOT_HERS = [
    # message, why
    ("my 6 weeks old baby", "an age"),
    ("in 4 weeks i move house", "a plan"),
    ("I've had this for 3 weeks", "how long"),
    ("28 day cycle", "days"),
    ("my 20 week scan was fine", "an appointment"),
    ("my appointment is at 34 weeks", "an appointment"),
    ("my first was born at 36 weeks", "another birth"),
    ("my sister is 30 weeks", "another woman"),
    ("45 weeks", "impossible"),
    ("2 weeks", "impossible"),
    ("30th february", "no such day"),
    ("due 3rd march 2031", "impossible"),
    ("24 hours", "not weeks"),
]


@pytest.mark.parametrize(("message", "gestation", "how", "why"), TABLE)
def test_stated(message: str, gestation: str, how: str, why: str) -> None:
    due = read(message, TODAY).due
    assert due is not None, why
    assert (str(due.on(TODAY)), due.how) == (gestation, how), why


@pytest.mark.parametrize(("message", "why"), NOT_HERS)
def test_not_stated(message: str, why: str) -> None:
    assert read(message, TODAY).due is None, why
