from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.protocol.gestation import DueDate
from bot.protocol.level import Level
from bot.protocol.statement import Facts, Reading, Statement, Told
from bot.protocol.wire import NotOnTheWire, from_json, to_json

numbers = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-500, 500)
dates = st.dates(date(1900, 1, 1), date(2200, 1, 1))
values = (
    st.none()
    | st.text()
    | st.lists(st.text(), max_size=4).map(tuple)
    | st.builds(DueDate, dates, dates, st.text())
    | st.builds(Reading, st.text(), st.lists(numbers, max_size=3).map(tuple))
)
times = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
statements = st.builds(Statement, st.text(), values, st.text(), times, st.none() | st.text())
told = st.builds(Told, st.sampled_from(Level), st.lists(st.text(), max_size=3).map(tuple), times)
facts = st.builds(
    Facts,
    dates,
    st.dictionaries(st.text(), values, max_size=3),
    st.dictionaries(st.text(), st.text(), max_size=3),
    st.lists(told, max_size=3).map(tuple),
    st.sampled_from(Level),
    st.text(),
    st.lists(st.tuples(times, st.text()), max_size=3).map(tuple),
)


@given(values | statements | told | facts)
def test_what_goes_out_comes_back(thing: object) -> None:
    assert from_json(json.loads(json.dumps(to_json(thing)))) == thing  # type: ignore[arg-type]


@pytest.mark.parametrize("data", [3, {}, {"is": "else"}, {"is": "due"}, [1], {"is": "told", "level": "R9"}])
def test_anything_else_is_refused(data: object) -> None:
    with pytest.raises(NotOnTheWire):
        from_json(data)


def test_a_thing_of_another_kind_is_refused() -> None:
    with pytest.raises(NotOnTheWire, match="int is no value"):
        to_json(3)  # type: ignore[arg-type]
