"""Forms of the Code library."""

from functools import partial
from textwrap import shorten as shortened
from typing import Any

from wtforms import BooleanField, FileField, RadioField, SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from casework.codes.importing import Preview, Settled
from casework.codes.models import Clause
from casework.codes.parser import Correction
from casework.codes.workflow import ClauseKind, CodeFamily
from casework.members import queries as members
from casework.web.forms import DateField, Form, LineField, NotEmpty, OneOf, VersionField, WordsField
from casework.words import Choice

shorten = partial(shortened, placeholder="…")


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


class FileForm(Form):
    """A Code as published."""

    file = FileField("The Code as published")


class Destination(Choice):
    """What an import becomes."""

    FILL = "fill", "The official wording of a version that lacks it"
    VERSION = "version", "A new version of a Code in the library"
    CODE = "code", "A new Code"


class SettleForm(Form):
    """What becomes of an import. The fields of its items are added by `settle_form`."""

    into = OneOf("What to save", choices=Destination.choices())
    version_id = SelectField("Version", coerce=int, validate_choice=False)
    code_id = SelectField("Code", coerce=int, validate_choice=False)
    title = LineField("Title of the Code")
    family = OneOf("What it is", choices=CodeFamily.choices())
    authorities = AuthoritiesField("Adopted by")
    label = LineField("Name of the version")

    def settled(self, preview: Preview) -> dict[int, Settled]:
        """Return what was said of each item, by its place."""
        return {
            offer.place: Settled(
                Correction(
                    self[f"reference-{offer.place}"].data or "",
                    ClauseKind.of(self[f"kind-{offer.place}"].data),
                    self[f"clause-{offer.place}"].data,
                ),
                self[f"title-{offer.place}"].data or "",
            )
            for offer in preview.offers()
        }

    def titles(self, preview: Preview) -> dict[int, str]:
        """Return the titles of the sections, by their place."""
        return {each.place: self[f"section-{each.place}"].data or "" for each in preview.sections}


def settle_form(preview: Preview, **values: Any) -> SettleForm:
    """Return the form for one file, filled with what is offered."""
    fields: dict[str, Any] = {
        f"section-{section.place}": LineField("Section", default=section.title)
        for section in preview.sections
    }
    for offer in preview.offers():
        name, place = f"for “{shorten(offer.item.wording, 60)}”", offer.place
        fields[f"clause-{place}"] = BooleanField("A clause", default=offer.item.is_clause)
        fields[f"reference-{place}"] = LineField(f"Reference {name}", default=offer.item.reference)
        fields[f"kind-{place}"] = SelectField(
            f"Kind {name}", choices=ClauseKind.choices(), default=offer.kind.value
        )
        fields[f"title-{place}"] = LineField(f"Title {name}", default=offer.title)
    made: type[SettleForm] = type("SettleFormOfFile", (SettleForm,), fields)
    return made(data=values)


class PeriodForm(Form):
    """The days on which a version is in force."""

    in_force_from = DateField("First day in force", [NotEmpty("Say from which day the version is in force.")])
    in_force_to = DateField("Last day in force")
    end_previous = BooleanField("End the version in force now on the day before")
    irregularity = WordsField("Why a gap or an overlap is right")


class CopyForm(Form):
    """A new version that begins as another one stands."""

    label = LineField(
        "Name of the version", [NotEmpty("Give the version a name, such as “adopted May 2026”.")]
    )


class AdoptionForm(Form):
    """Who has adopted a Code."""

    authorities = AuthoritiesField("Adopted by")


class DraftClauseForm(Form):
    """A clause of a draft, whose reference and wording can still be corrected."""

    reference = LineField("Reference", [NotEmpty("Give the clause a reference, such as A3.")])
    section = LineField("Section")
    title = LineField("Title in our own words", [NotEmpty("Give the clause a title.")])
    kind = RadioField("Kind", choices=ClauseKind.choices(), default=ClauseKind.OBLIGATION.value)
    wording = WordsField("Official wording")
    version = VersionField()


class DiscardForm(Form):
    """Nothing but the button."""
