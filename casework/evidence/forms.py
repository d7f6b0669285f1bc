"""What officers enter about evidence."""

from collections.abc import Callable
from typing import Any, TypeVar

from wtforms import SelectMultipleField
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput

from casework.evidence.service import DESCRIBED
from casework.evidence.workflow import CapturedBy
from casework.web.forms import DateField, Form, LineField, NotEmpty, OneOf, VersionField, WordsField
from casework.words import Choice, YesNo

C = TypeVar("C", bound=Choice)


def _reader(answers: type[C]) -> Callable[[Any], C | None]:
    return {answer.value: answer for answer in answers}.get


class DescriptionForm(Form):
    """What an exhibit is said to show."""

    version = VersionField(validators=[InputRequired("This page did not come back whole. Load it again.")])
    title = LineField(
        DESCRIBED["title"],
        description="In a sentence, for somebody who cannot see the picture: who writes what, and where.",
    )
    posts = SelectMultipleField(
        DESCRIBED["posts"], choices=dict[str, str](), coerce=int, option_widget=CheckboxInput()
    )
    captured_by = OneOf(DESCRIBED["captured_by"], choices=CapturedBy.choices(), coerce=_reader(CapturedBy))
    captured_by_name = LineField(DESCRIBED["captured_by_name"], description="Where it is known.")
    obtained_on = DateField(DESCRIBED["obtained_on"])
    seen_live = OneOf(
        DESCRIBED["seen_live"],
        description="On the platform itself, and not only in this picture.",
        choices=YesNo.choices(),
        coerce=_reader(YesNo),
    )


class PurposeForm(Form):
    """What an original is needed for."""

    purpose = LineField(
        "What is it needed for?",
        [NotEmpty("Say what the original is needed for.")],
        description="Recorded with your name. You are asked once a day for each case.",
    )


class ProposalForm(Form):
    """Why a file should be destroyed."""

    reason = WordsField(
        "Why should it be destroyed?",
        [NotEmpty("Say why the file should be destroyed.")],
        description="This stays on record when the file is gone: leave out what must not.",
    )


class RefusalForm(Form):
    """Why a file should stay."""

    reason = WordsField("Why should it stay?", [NotEmpty("Say why the file should stay.")])
