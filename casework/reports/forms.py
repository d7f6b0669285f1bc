"""The forms of the committee reports: shape and wording."""

from datetime import date, timedelta

from wtforms import BooleanField, SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput

from casework.reports.workflow import Edition, ExemptParagraph
from casework.web.forms import DateField, Form, LineField, NotEmpty, OneOf, VersionField, WordsField

OTHER = "other"


class PeriodForm(Form):
    """For which days, and for whom."""

    period = OneOf("Which period?", [NotEmpty("Choose a period, or give other dates.")])
    period_from = DateField("First day")
    period_to = DateField("Last day")
    edition = OneOf("Which edition?", [NotEmpty("Choose the edition.")], choices=dict(Edition.choices()))


class FiguresForm(Form):
    """For which days removal requests are counted."""

    period = SelectField("Period")
    period_from = DateField("Or from")
    period_to = DateField("To")


class Checkboxes(SelectMultipleField):
    """Several answers, none of them ticked beforehand."""

    option_widget = CheckboxInput()


class TextsForm(Form):
    """What the officer writes around the figures."""

    version = VersionField()
    recommendation = WordsField("Recommendation", description="What the committee is asked to do.")
    changes = WordsField("What has changed since last time")
    implications = WordsField(
        "Implications", description="Financial, legal and equality. Say so where there are none."
    )
    background_papers = WordsField(
        "Background papers",
        description="Papers relied on (Local Government Act 1972, section 100D). Say so where there are none.",
    )
    contact = LineField("Contact")


class ExemptTextsForm(TextsForm):
    """And what an exempt report needs besides."""

    exempt_paragraphs = Checkboxes(
        "Which paragraphs of Part 1 of Schedule 12A make it exempt?",
        choices={each.value: f"{each.value}. {each.label}" for each in ExemptParagraph},
    )
    public_interest = WordsField(
        "Public interest",
        description="Why the public interest in keeping this exempt outweighs that in publishing it.",
    )
    proper_officer = LineField("Proper officer", description="In whose opinion the report is exempt.")
    name_open_cases = BooleanField("Name councillors in cases that are not closed")
    left_out = Checkboxes("Leave out of the case log", description="The report says how many were left out.")


class IssueForm(Form):
    """The last look before a report is issued."""

    version = VersionField()
    overlap_confirmed = BooleanField(
        "I have looked at the reports named above beside this one: none tells a small number of another"
    )


class WithdrawForm(Form):
    """Why a report is withdrawn."""

    reason = WordsField("Why is it withdrawn?", [NotEmpty("Say why the report is withdrawn.")])


def usual_periods(today: date) -> dict[str, tuple[date, date]]:
    """Return the periods offered, {value: (first day, last day)}: half-years of the council's year, and its last year.

    A council's year runs from April to March.
    """
    start = today.replace(month=10 if 4 <= today.month < 10 else 4, day=1)
    if today.month < 10:
        start = start.replace(year=today.year - 1)
    halves = [start, _half_before(start)]
    year = date(today.year - (2 if today.month < 4 else 1), 4, 1)
    offered = {f"half-{first.isoformat()}": (first, _end(first, 6)) for first in halves}
    offered[f"year-{year.isoformat()}"] = (year, _end(year, 12))
    return offered


def _half_before(first: date) -> date:
    return first.replace(month=4) if first.month == 10 else date(first.year - 1, 10, 1)


def _end(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1) - timedelta(days=1)
