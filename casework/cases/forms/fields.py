"""Kinds of fields that the forms of a case share."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from wtforms import Field, SelectField, StringField
from wtforms.validators import ValidationError

from casework.web.forms import NOT_WHOLE, Form, NotEmpty, OneOf, VersionField
from casework.words import Choice

C = TypeVar("C", bound=Choice)


def one_of(label: str, answers: type[Choice], message: str = "", **kwargs: Any) -> Any:
    """Return a question with all its answers on view; `message` asks for one where there must be one."""
    validators = [NotEmpty(message)] if message else []
    return OneOf(label, validators, choices=answers.choices(), coerce=_reader(answers), **kwargs)


def picked(label: str, answers: type[Choice], blank: str, **kwargs: Any) -> Any:
    """Return a list to pick from; `blank` says what picking nothing means."""
    return SelectField(label, choices={"": blank} | answers.choices(), coerce=_reader(answers), **kwargs)


def row_of(label: str, **kwargs: Any) -> Any:
    """Return a list of records to pick from; the view gives its choices as {id: words}, with "" for none."""
    return SelectField(label, choices={"": ""}, coerce=_number, **kwargs)


class AsShown:
    """The version that the page showed must come back with the form: without it nobody could tell who was first."""

    field_flags: dict[str, Any] = {}  # noqa: RUF012  WTForms reads it so

    def __call__(self, _form: Form, field: Field) -> None:
        if field.data is None or not field.raw_data:
            raise ValidationError(NOT_WHOLE)


class EditForm(Form):
    """A form over a record that counts its changes."""

    version = VersionField(validators=[AsShown()])


def typed(form: Form, names: Iterable[str]) -> dict[str, Any]:
    """Return what was entered, by field. A question that was left unanswered is left out, not taken for an answer."""
    return {
        name: "" if form[name].data is None and isinstance(form[name], StringField) else form[name].data
        for name in names
        if name in form and not (isinstance(form[name], OneOf) and form[name].data is None)
    }


def leave_open(form: Form, questions: Iterable[str], answered: Iterable[str]) -> None:
    """Let nothing stand chosen where a question was not answered yet: a default is no answer."""
    for name in set(questions) - set(answered):
        if not form[name].raw_data:
            form[name].data = None


def _reader(answers: type[C]) -> Callable[[Any], C | None]:
    def read(value: Any) -> C | None:
        return answers.of(value) if value not in (None, "") else None

    return read


def _number(value: Any) -> int | None:
    return int(value) if value not in (None, "") else None
