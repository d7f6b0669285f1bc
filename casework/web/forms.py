"""The form base and the fields that WTForms lacks. Shape and wording only; rules are the services'."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any, ClassVar

from flask import render_template, request
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, IntegerField, RadioField, StringField, TextAreaField
from wtforms import Form as WTForm
from wtforms.fields.choices import SelectFieldBase
from wtforms.form import BaseForm
from wtforms.utils import unset_value
from wtforms.validators import ValidationError
from wtforms.widgets import HiddenInput

from casework.clock import from_london, london_time, long_date
from casework.errors import DomainError, NotAllowed, NotFound, Stale
from casework.folding import can_be_seen

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
EARLIEST_YEAR, LATEST_YEAR = 1900, 2200
TIME = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?(am|pm)?", re.ASCII)


def _strip(value: object) -> object:
    """Take the space around a text away; a text in which nothing can be seen is none."""
    if not isinstance(value, str):
        return value
    return value.strip() if any(map(can_be_seen, value)) else ""


def _newlines(value: object) -> object:
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


LONGEST_LINE, LONGEST_WORDS = 2_000, 70_000  # characters; the longest post that a platform takes is of 63,206


def _check_length(field: Field, most: int) -> None:
    length = len(field.data or "")
    if length > most:
        raise ValidationError(
            f"{field.label.text}: this is {length:,} characters long, and at most {most:,} are kept. Shorten it, or "
            "add the whole as a file."
        )


class LineField(StringField):
    """One line of text, without space around it."""

    def pre_validate(self, form: BaseForm) -> None:
        _check_length(self, LONGEST_LINE)

    def __init__(self, label: str, validators: list[Any] | None = None, **kwargs: Any) -> None:
        super().__init__(label, validators, filters=[_strip], **kwargs)


class WordsField(TextAreaField):
    """Several lines of text, kept as typed but for line ends."""

    def pre_validate(self, form: BaseForm) -> None:
        _check_length(self, LONGEST_WORDS)

    def __init__(self, label: str, validators: list[Any] | None = None, **kwargs: Any) -> None:
        super().__init__(label, validators, filters=[_newlines, _strip], **kwargs)


NOT_WHOLE = "This page did not come back whole. Load it again, then enter your changes."


class VersionField(IntegerField):
    """The version of the record that the page showed, unseen: the service compares it with the newest.

    It comes back empty where there was no record yet. Where there is one it must come back: without it nobody could
    tell who was first, so the form is refused.
    """

    widget = HiddenInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None  # else what is newest now would stand for what the officer saw
        super().process_formdata([value for value in valuelist if value])

    def post_validate(self, form: BaseForm, validation_stopped: bool) -> None:
        if self.object_data is not None and self.data is None and not self.errors:
            raise ValidationError(NOT_WHOLE)


class DateField(Field):
    """A date in three boxes: NAME-day, NAME-month, NAME-year. What was typed survives an error.

    `data` is a date or None; `parts` holds the three texts for the page; `faulty` names the boxes at fault.
    """

    def __init__(self, label: str, validators: list[Any] | None = None, **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        self.parts = {"day": "", "month": "", "year": ""}
        self.faulty: set[str] = set()

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        super().process(None, data, extra_filters)
        if formdata is not None and any(f"{self.name}-{part}" in formdata for part in self.parts):
            self.parts = {part: formdata.get(f"{self.name}-{part}", "").strip() for part in self.parts}
            self.raw_data = [text for text in self.parts.values() if text]
            self._read()
        elif isinstance(self.data, date):
            self.parts |= self._texts(self.data)

    def _texts(self, value: date) -> dict[str, str]:
        return {"day": str(value.day), "month": str(value.month), "year": str(value.year)}

    def _read(self) -> None:
        self.data = None
        self.faulty = {part for part, text in self.parts.items() if not text}
        if len(self.faulty) == len(self.parts):
            self.faulty = set()
            return
        try:
            self.data = self._date()
        except ValueError as error:
            self.process_errors = [str(error)]

    def _date(self) -> date:
        name = self.label.text
        if self.faulty:
            raise ValueError(
                f"{name}: add the {' and the '.join(part for part in self.parts if part in self.faulty)}."
            )
        month_text = self.parts["month"].lower()
        month = MONTHS.index(month_text[:3]) + 1 if month_text[:3] in MONTHS else _number(month_text)
        day, year = _number(self.parts["day"]), _year(self.parts["year"])
        self.faulty = {
            part
            for part, fits in {
                "day": day is not None and 1 <= day <= 31,
                "month": month is not None and 1 <= month <= 12,
                "year": year is not None and EARLIEST_YEAR <= year <= LATEST_YEAR,
            }.items()
            if not fits
        }
        if self.faulty or day is None or month is None or year is None:
            raise ValueError(
                f"{name}: correct the {' and the '.join(part for part in self.parts if part in self.faulty)}. "
                "Give a date like 27 3 2026, or 27 March 2026."
            )
        try:
            return date(year, month, day)
        except ValueError:
            self.faulty = {"day"}
            raise ValueError(f"{name}: that month has no day {day}.") from None


class MomentField(DateField):
    """A date and a time of day as London clocks show them: the boxes of DateField, and NAME-time. `data` is in UTC."""

    def __init__(self, label: str, validators: list[Any] | None = None, **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        self.parts["time"] = ""

    def _texts(self, value: date) -> dict[str, str]:
        if not isinstance(value, datetime):
            return super()._texts(value)
        moment = london_time(value)
        return super()._texts(moment) | {"time": f"{moment:%H:%M}"}

    def _date(self) -> datetime:
        day = super()._date()
        found = TIME.fullmatch(self.parts["time"].lower().replace(" ", ""))
        hour, minute, half = found.groups() if found else ("99", None, None)
        clock = int(hour) % 12 + (12 if half == "pm" else 0) if half else int(hour)
        if not 0 <= clock <= 23 or int(minute or 0) > 59 or (half and not 1 <= int(hour) <= 12):
            self.faulty = {"time"}
            raise ValueError(f"{self.label.text}: this is not a time of day. Give it like 14:05, or 2.05pm.")
        return from_london(datetime.combine(day, time(clock, int(minute or 0))))


def _year(text: str) -> int | None:
    """Return a year; one of two digits is of this century, as what the office handles is."""
    year = _number(text)
    return year + 2000 if year is not None and len(text) == 2 else year


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else None


class OneOf(RadioField):
    """One of several answers, side by side. None at all is well-formed: NotEmpty asks for one, in words that fit."""

    def pre_validate(self, form: BaseForm) -> None:
        if self.data not in (None, ""):
            super().pre_validate(form)


class NotEmpty:
    """The field must have something in it; `message` says what to do."""

    field_flags: ClassVar[dict[str, Any]] = {}

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, _form: WTForm, field: Field) -> None:
        if field.data in (None, "", []) and not field.errors and not field.process_errors:
            raise ValidationError(self.message)


class Form(WTForm):
    """Base of every form. `form_errors` holds what belongs to no single field.

    One with a `prefix` stands on a page beside others: it takes what was posted only where some of it is its own.
    Raises TypeError where a value is given that `obj` has too: WTForms would take the one of `obj` without a word.
    """

    def __init__(
        self, formdata: MultiDict[str, str] | None = None, obj: object = None, **kwargs: Any
    ) -> None:
        given = {**(kwargs.get("data") or {}), **kwargs}
        ignored = [name for name in given if obj is not None and hasattr(obj, name)]
        if ignored:
            raise TypeError(f"{type(obj).__name__} has {', '.join(ignored)} too: give one or the other")
        own = kwargs.get("prefix", "")
        if (
            formdata is None
            and request.method == "POST"
            and any(name.startswith(own) for name in request.form)
        ):
            formdata = request.form
        super().__init__(formdata, obj, **kwargs)

    def submitted(self) -> bool:
        """Say whether this is a POST whose shape is right."""
        return request.method == "POST" and self.validate()

    @contextmanager
    def catching(self) -> Iterator[None]:
        """Put a rule that was not met beside its field, and let the page come again.

        What is hidden or forbidden, and a record that another officer changed, are answered by pages of their own.
        """
        try:
            yield
        except (NotFound, NotAllowed, Stale):
            raise
        except DomainError as error:
            self.add(error)

    def add(self, error: DomainError) -> None:
        """Show `error` at its field, or at the top where it names none that this form has."""
        field = self._fields.get(error.field or "")
        if field is None:
            self.form_errors.append(error.message)
        else:
            field.errors = [*field.errors, error.message]

    @property
    def failed(self) -> bool:
        return bool(self.errors)


def filters_in_words(form: Form) -> list[str]:
    """Return what a list is narrowed by, a filter a line, as the form's own labels say it."""
    found = []
    for field in form:
        label = field.label.text
        if isinstance(field, SelectFieldBase) and field.data:
            chosen = next((words for _, words, here, *_ in field.iter_choices() if here), "")
            found += [f"{label}: {chosen}"] if chosen else []
        elif isinstance(field, BooleanField):
            found += [label] if field.data else []
        elif isinstance(field, DateField):
            found += [f"{label} {long_date(field.data)}"] if field.data else []
        elif isinstance(field, StringField) and field.data:
            found.append(f"{label}: {field.data}")
    return found


def page(template: str, *, form: Form | None = None, **context: Any) -> tuple[str, int]:
    """Render a page; with a form that has errors the status is 422."""
    return render_template(template, form=form, **context), 422 if form is not None and form.failed else 200
