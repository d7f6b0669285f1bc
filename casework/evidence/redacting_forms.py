"""What officers enter about redacted copies: boxes as numbers, the approver's answers, and reasons."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, FieldList, FormField, IntegerField, SelectMultipleField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput

from casework.cases.forms.fields import EditForm, one_of, picked
from casework.errors import DomainError
from casework.evidence.redaction.regions import MOST_BOXES, Answer, Question, Reason, Region, as_rows
from casework.evidence.service import Approval
from casework.evidence.workflow import Reader
from casework.web.forms import Form, LineField, NotEmpty, WordsField

NUMBERS = ("page", "x", "y", "width", "height")


class BoxForm(Form):
    """One box in pixels of the upright picture. All empty: there is none."""

    page = IntegerField("Page", [Optional()])
    x = IntegerField("From the left", [Optional()])
    y = IntegerField("From the top", [Optional()])
    width = IntegerField("Width", [Optional()])
    height = IntegerField("Height", [Optional()])
    reason = picked("Why is it hidden?", Reason, "Choose a reason")
    remove = BooleanField("Remove this box")


class BoxesForm(EditForm):
    """The plan of a redacted copy."""

    boxes: Any = FieldList(FormField(BoxForm), max_entries=MOST_BOXES + 1)
    regions = LineField("Boxes")  # where what is wrong with all of them is told
    description = LineField(
        "What will the redacted copy show?",
        description="In a sentence, without naming what you hide: it goes with the copy, for those who cannot see it.",
    )
    must_not_show = WordsField(
        "Words that must not be readable anywhere in it",
        description="Names and handles, one on each line. The names of complainants who are kept confidential are "
        "looked for in any case.",
    )
    may_stay = WordsField(
        "Covered words that may be readable elsewhere",
        description="One on each line: such as “Reply”, where the checks found it covered in one place and not in "
        "another. It is printed on the certificate.",
    )


def boxes_form(regions: Sequence[Region], version: int, **said: str) -> BoxesForm:
    """Return the form with the boxes that stand, and an empty one to add another."""
    rows: list[dict[str, Any]] = [*as_rows(regions), {}]
    return BoxesForm(data={"boxes": rows, "version": version, **said})


def drawn(form: BoxesForm, only_page: bool) -> list[Region]:
    """Return the boxes that were entered. Raises DomainError for one that is not whole. `only_page`: there is one."""
    found = []
    for number, entry in enumerate(form.boxes.entries, 1):
        box = entry.form
        asked = [name for name in NUMBERS if not (name == "page" and only_page)]
        given = [name for name in asked if box[name].data is not None]
        if box.remove.data or not (given or box.reason.data):
            continue
        if len(given) < len(asked):
            lacking = next(name for name in asked if name not in given)
            raise DomainError(f"Box {number}: give a number for “{box[lacking].label.text}”.", "regions")
        if not box.reason.data:
            raise DomainError(f"Box {number}: choose why it is hidden.", "regions")
        page = 1 if only_page else box.page.data
        x, y, width, height = (box[name].data for name in NUMBERS[1:])
        found.append(Region(page, x, y, width, height, box.reason.data))
    return found


def _question(question: Question) -> Any:
    return one_of(question.label, Answer, f"Say what you saw of: {question.label}.")


class Readers(SelectMultipleField):
    """Several readers, none of them ticked beforehand."""

    option_widget = CheckboxInput()


class ReleaseForm(EditForm):
    """What the approver looked for, and saw. One question for each thing that people overlook."""

    avatars = _question(Question.AVATARS)
    others = _question(Question.OTHERS)
    replies = _question(Question.REPLIES)
    signed_in = _question(Question.SIGNED_IN)
    background = _question(Question.BACKGROUND)
    contacts = _question(Question.CONTACTS)
    remark = WordsField(
        "Remark on your answers",
        description="What a reader of the certificate should know of them. Name nothing that is hidden.",
    )
    readers = Readers(
        "For whom is the copy?",
        [NotEmpty("Say for whom the copy is.")],
        choices=Reader.choices(),
        description="Choose all that it is for. Nobody else is given it; for others have another copy made.",
    )
    public_reason = LineField(
        "Why may the public see what may stay in it?",
        description="Wanted where it is for the public and you say of something “Shown, and it may stay”.",
    )
    own_reason = LineField(
        "Why could nobody else approve it?",
        description="You drew the boxes yourself. Another officer reviews it by the next working day.",
    )

    def approval(self) -> Approval:
        """Return what the approver said."""
        return Approval(
            {question: self[question.value].data for question in Question},
            [Reader.of(each) for each in self.readers.data or ()],
            self.remark.data or "",
            self.public_reason.data or "",
            self.own_reason.data or "",
        )


class BackForm(Form):
    """Why a plan is sent back to who drew it."""

    reason = WordsField("What is to be changed?", [NotEmpty("Say what is to be changed.")])


class WithdrawalForm(Form):
    """Why a redacted copy is withdrawn."""

    reason = LineField("Why is it withdrawn?", [NotEmpty("Say why it is withdrawn.")])
