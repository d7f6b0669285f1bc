"""The work on a case: notes, actions, who works on it, and how it ends."""

from wtforms import HiddenField

from casework.cases.forms.fields import EditForm, one_of, row_of
from casework.cases.workflow import AssignmentKind, LinkKind
from casework.web.forms import DateField, Form, LineField, NotEmpty, WordsField


class NoteForm(Form):
    """A note."""

    body = WordsField(
        "Note", [NotEmpty("Write the note.")], description="A note is never edited: another corrects it."
    )


class ActionForm(EditForm):
    """What is to be done, by whom, by when."""

    what = LineField("What is to be done", [NotEmpty("Say what is to be done.")])
    officer_id = row_of("Officer")
    who = LineField(
        "Or somebody else", description="In words: an officer of another council, the group leader."
    )
    due_on = DateField("Due")


class NewActionForm(ActionForm):
    """An action that has no earlier version."""

    version = None  # type: ignore[assignment]


class AssignForm(Form):
    """An officer's place on the case."""

    officer_id = row_of("Officer")
    kind = one_of("As", AssignmentKind, "Choose what the officer is to be on this case.")


class WallForm(Form):
    """An officer who must not see the case, and why."""

    officer_id = row_of("Officer")
    reason = WordsField("Reason", [NotEmpty("Say why this officer must not see the case.")])


class LinkForm(Form):
    """Another case, by its reference, and how the two belong together."""

    other = LineField(
        "The other case", [NotEmpty("Enter the other case’s reference.")], description="Its reference."
    )
    other_id = HiddenField()
    kind = one_of("How they belong together", LinkKind, "Choose how the two cases belong together.")
    reason = WordsField("Reason", [NotEmpty("Say why.")])


class MergeForm(Form):
    """The case that this one becomes part of."""

    target = LineField(
        "The case that stays open", [NotEmpty("Enter the reference of the case that stays open.")]
    )
    target_id = HiddenField()
    reason = WordsField("Reason", [NotEmpty("Say why the two are one matter.")])
