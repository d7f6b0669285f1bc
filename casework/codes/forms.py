"""Forms of the Code library."""

from typing import Any

from wtforms import RadioField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from casework.codes.models import Clause
from casework.codes.workflow import ClauseKind
from casework.members import queries as members
from casework.web.forms import DateField, Form, LineField, NotEmpty, VersionField, WordsField


class AuthoritiesField(SelectMultipleField):
    """The authorities that adopted a Code. `data` is a list of ids."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, coerce=int, choices=_authorities, **kwargs)


def _authorities() -> dict[Any, str]:
    return {row.id: row.name for row in members.authorities()}


class ShippedForm(Form):
    """From when the shipped Codes are in force, and for whom."""

    in_force_from = DateField("In force from", [NotEmpty("Say from which day the Codes are in force.")])
    label = LineField(
        "Name of the version", [NotEmpty("Give the version a name, such as “adopted May 2026”.")]
    )
    authorities = AuthoritiesField("Adopted by")


class AmendForm(Form):
    """What is our own of a clause. Keywords and paragraphs: one a line."""

    title = LineField("Title", [NotEmpty("Give the clause a title.")])
    summary = WordsField("Summary in our own words")
    kind = RadioField("Kind", choices=ClauseKind.choices())
    advice = WordsField("Advice to officers")
    keywords = WordsField("Keywords")
    paragraphs = WordsField("Members’ Code paragraphs")
    reason = WordsField("Why it is amended", [NotEmpty("Say why the clause is amended.")])
    version = VersionField()

    def __init__(self, clause: Clause) -> None:
        super().__init__(
            data={
                "title": clause.title,
                "summary": clause.summary,
                "kind": clause.kind.value,
                "advice": clause.advice,
                "keywords": "\n".join(clause.keywords),
                "paragraphs": "\n".join(clause.paragraphs),
                "version": clause.version,
            }
        )
