"""What officers enter about redacted copies: boxes as numbers, the approver's answers, and reasons."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, FieldList, FormField, IntegerField, SelectMultipleField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput

from casework.cases.forms.fields import EditForm, one_of, picked
from casework.evidence.redaction.regions import (
    MOST_BOXES,
    Answer,
    Question,
    Reason,
    Region,
    as_rows,
    fault_of,
)
from casework.evidence.service import Approval
from casework.evidence.workflow import Reader
from casework.web.forms import Form, LineField, NotEmpty, WordsField

LONGEST = 20  # letters of a number: no page can be drawn with one of 400 digits
NUMBERS = ("page", "x", "y", "width", "height")


class PixelField(IntegerField):
    """A whole number of pixels, or of a page; what else was typed is told with the number of its box."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([each if len(each) <= LONGEST else "" for each in valuelist])
        except ValueError as wrong:
            number = f"Box {_number_of(self.name)}: give a whole number for “{self.label.text}”, such as 120."
            raise ValueError(number) from wrong


class BoxForm(Form):
    """One box in pixels of the upright picture. All empty: there is none."""

    page = PixelField("Page", [Optional()])
    x = PixelField("From the left", [Optional()])
    y = PixelField("From the top", [Optional()])
    width = PixelField("Width", [Optional()])
    height = PixelField("Height", [Optional()])
    reason = picked("Why is it hidden?", Reason, "Choose a reason")
    remove = BooleanField("Remove this box")


class BoxesForm(EditForm):
    """The plan of a redacted copy."""

    boxes: Any = FieldList(FormField(BoxForm), max_entries=MOST_BOXES + 1)
    regions = LineField("Boxes")  # where it is told that there is none
    description = LineField(
        "What will the redacted copy show?",
        description="In a sentence, without naming what you hide: it goes with the copy, for those who cannot see it.",
    )
    must_not_show = WordsField(
        "Words that must not be readable anywhere in it",
        description="Names and handles, one on each line. The names of complainants who are kept confidential are "
        "looked for in any case. Two letters are looked for where they are written as a name, such as “Li”.",
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


def blank_box() -> BoxForm:
    """Return an empty box: what a script makes further ones from."""
    return BoxForm(prefix="boxes-new-")


def drawn(form: BoxesForm, sizes: Sequence[tuple[int, int]]) -> list[Region] | None:
    """Return the boxes that were entered; None where one is wrong, which is then said at its field.

    `sizes`: of the pages of the picture. Where there is but one, nobody is asked for it.
    """
    found = [(entry.form, _region(entry.form, only_page=len(sizes) == 1)) for entry in form.boxes.entries]
    regions = [(box, region) for box, region in found if region is not None]
    for box, region in regions:
        if fault := fault_of(region, sizes):
            _wrong(box, fault[0] if fault[0] in box else "x", f" {fault[1]}")
    form.boxes.errors = [entry.errors for entry in form.boxes.entries if entry.errors]
    return None if form.boxes.errors else [region for _, region in regions]


def _region(box: BoxForm, *, only_page: bool) -> Region | None:
    """Return a box that was entered whole; None for one that was not, having said what is wanting."""
    asked = [name for name in NUMBERS if not (name == "page" and only_page)]
    given = [name for name in asked if box[name].data is not None]
    if box.remove.data or not (given or box.reason.data):
        return None
    for name in asked:
        if name not in given:
            _wrong(box, name, f": give a number for “{box[name].label.text}”.")
    if not box.reason.data:
        _wrong(box, "reason", ": choose why it is hidden.")
    if box.errors:
        return None
    x, y, width, height = (box[name].data for name in NUMBERS[1:])
    return Region(box.page.data or 1, x, y, width, height, box.reason.data)


def _wrong(box: BoxForm, name: str, what: str) -> None:
    box[name].errors = [*box[name].errors, f"Box {_number_of(box[name].name)}{what}"]


def _number_of(name: str) -> int:
    """Return the number under which a box is shown, from the name of one of its fields: boxes-0-x is of the first."""
    return int(name.split("-")[1]) + 1


def in_view(form: BoxesForm) -> list[tuple[int, Region]]:
    """Return what can be shown of the boxes as they were entered, each with its number, whether right or wrong."""
    found = []
    for number, entry in enumerate(form.boxes.entries, 1):
        box = entry.form
        x, y, width, height = (box[name].data for name in NUMBERS[1:])
        if not box.remove.data and None not in (x, y, width, height):
            reason = box.reason.data or Reason.THIRD_PARTY  # which is not shown
            found.append((number, Region(box.page.data or 1, x, y, width, height, reason)))
    return found


def leave_one_empty(form: BoxesForm) -> None:
    """Have an empty box at the end, to add another one by numbers alone."""
    last = form.boxes.entries[-1].form if form.boxes.entries else None
    used = last is None or last.remove.data or any(_is_given(last[name]) for name in NUMBERS[1:])
    if used and len(form.boxes.entries) <= MOST_BOXES:
        form.boxes.append_entry()


def _is_given(field: Any) -> bool:
    return field.data is not None or any(field.raw_data or ())


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
    by_eye = one_of(Question.BY_EYE.label, Answer)
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
