"""What officers type into the fields that are our own."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from casework.web.forms import (
    LONGEST_LINE,
    LONGEST_WORDS,
    DateField,
    Form,
    LineField,
    MomentField,
    NotEmpty,
    OneOf,
    VersionField,
    WordsField,
)


class Answers(Form):
    handle = LineField("Handle")
    words = WordsField("Words")
    day = DateField("Received")
    moment = MomentField("Became aware")
    still = OneOf(
        "Still there?", choices={"yes": "Yes", "no": "No"}, validators=[NotEmpty("Say whether it is.")]
    )


def form(obj: Any = None, **typed: str) -> Answers:
    with Flask(__name__).test_request_context():
        return Answers(MultiDict({name.replace("__", "-"): text for name, text in typed.items()}), obj)


def moment(day: str, month: str, year: str, clock: str) -> MomentField:
    made = form(moment__day=day, moment__month=month, moment__year=year, moment__time=clock)
    made.validate()
    return made.moment


@pytest.mark.parametrize("typed", ["14:05", "14.05", "1405", "2:05pm", "2.05 PM", "02:05pm"])
def test_a_time_is_read_however_it_is_written(typed: str) -> None:
    assert moment("9", "11", "2026", typed).data == datetime(2026, 11, 9, 14, 5, tzinfo=UTC)


def test_a_summer_time_is_that_of_london_clocks() -> None:
    assert moment("9", "july", "2026", "9am").data == datetime(2026, 7, 9, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["25:00", "14:60", "13pm", "0am", "noon", "1:5", "٣"])
def test_what_is_no_time_of_day_is_refused_at_the_time(typed: str) -> None:
    field = moment("9", "11", "2026", typed)
    assert field.data is None
    assert field.faulty == {"time"}
    assert field.errors == ["Became aware: this is not a time of day. Give it like 14:05, or 2.05pm."]


def test_a_moment_without_its_time_says_what_is_missing() -> None:
    field = moment("9", "11", "2026", "")
    assert field.errors == ["Became aware: add the time."]
    assert field.parts["year"] == "2026"


@given(st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(2199, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_a_stored_moment_comes_back_from_the_page_to_the_minute(stored: datetime) -> None:
    parts = form(SimpleNamespace(moment=stored)).moment.parts
    again = moment(*(parts[part] for part in ("day", "month", "year", "time"))).data
    hour_is_told_twice = again != (to_the_minute := stored.replace(second=0, microsecond=0))
    assert again is not None
    assert abs((to_the_minute - again).total_seconds()) == (3600 if hour_is_told_twice else 0)


def test_a_stored_day_stands_in_its_boxes() -> None:
    assert form(SimpleNamespace(day=date(2026, 3, 27))).day.parts == {
        "day": "27",
        "month": "3",
        "year": "2026",
    }


def test_an_answer_not_given_is_asked_for_in_our_words() -> None:
    made = form(moment__day="")
    assert not made.validate()
    assert made.still.errors == ["Say whether it is."]


def test_an_answer_that_was_not_offered_is_refused() -> None:
    made = form(still="perhaps")
    assert not made.validate()
    assert made.still.errors


@pytest.mark.parametrize(("name", "most"), [("handle", LONGEST_LINE), ("words", LONGEST_WORDS)])
def test_a_text_beyond_all_measure_is_refused_and_the_longest_post_is_not(name: str, most: int) -> None:
    fits = form(**{name: "x" * most})
    fits.validate()
    assert not fits[name].errors
    over = form(**{name: "x" * (most + 1)})
    over.validate()
    assert f"at most {most:,} are kept" in over[name].errors[0]
    assert over[name].data == "x" * (most + 1), "what was typed survives"


class OverARecord(Form):
    version = VersionField()
    name = LineField("Name")


@pytest.mark.parametrize(
    "typed", [{"name": "Jo"}, {"version": "", "name": "Jo"}, {"version": "x", "name": "Jo"}]
)
def test_a_form_over_a_record_is_refused_without_the_version_that_its_page_showed(
    typed: dict[str, str],
) -> None:
    with Flask(__name__).test_request_context():
        over = OverARecord(MultiDict(typed), SimpleNamespace(version=3, name="Jo"))
        assert not over.validate()
        assert over.version.errors
        assert over.version.data is None, "the newest version never stands for the one that was seen"
        assert OverARecord(MultiDict({"version": "3"}), SimpleNamespace(version=3)).validate()
        if typed.get("version") != "x":
            assert OverARecord(MultiDict(typed)).validate(), "there is no record yet"


@pytest.mark.parametrize("typed", ["\u200b", " \u200d\u2060 ", "\ufeff", "\u200e\n\u00ad"])
def test_a_text_in_which_nothing_can_be_seen_is_empty(typed: str) -> None:
    answers = form(handle=typed, words=typed)
    assert (answers.handle.data, answers.words.data) == ("", "")
    kept = "\u200b👩\u200d💻 Kim"
    assert form(words=kept).words.data == kept
