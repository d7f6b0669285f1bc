"""What was done, and what stands beside it."""

from typing import Any

from wtforms import HiddenField

from casework.cases.forms.fields import EditForm, one_of, picked, row_of, typed
from casework.cases.workflow import Attribution, Audience, ConductKind, Live, PostKind
from casework.members.workflow import Platform
from casework.web.forms import DateField, Form, LineField, MomentField, NotEmpty, VersionField, WordsField
from casework.words import YesNo


class ConductForm(EditForm):
    """A course of conduct."""

    kind = one_of("What was done", ConductKind, "Choose what was done.")
    description = WordsField(
        "Description", description="For an act without a post: what was done, and how it is known."
    )
    from_day = DateField("From", description="For an act without a post. Posts carry their own dates.")
    to_day = DateField("To", description="Leave it empty while it goes on.")


class PostForm(EditForm):
    """One thing published. Nothing here has to be known at once."""

    platform = picked("Platform", Platform, "Not yet recorded")
    platform_name = LineField("Name of the platform", description="Where it is another platform.")
    kind = picked("What it is", PostKind, "Post")
    address = LineField(
        "Address", description="Copy it from the address bar.", render_kw={"inputmode": "url"}
    )
    handle = LineField("Handle", description="As shown, such as @example.")
    display_name = LineField("Display name", description="As shown.")
    words = WordsField("What it says", description="Word for word.")
    subject_id = row_of("Whose post it is")
    attribution = one_of("How it is tied to the member", Attribution)
    posted_displayed = LineField(
        "Date as displayed", description="Exactly as shown, such as “3h” or “Yesterday at 21:14”."
    )
    posted_from = DateField(
        "Posted on", description="As you understand it. The first day, where it is a range."
    )
    posted_to = DateField("To", description="The last day, where it is a range.")
    audience = one_of("Who could see it", Audience)
    how_reached = LineField("How private content reached us", description="Where not everybody could see it.")
    live = one_of("Is it still there?", Live)
    standing_since = DateField(
        "Standing since", description="A comment by another, left standing: since when."
    )
    member_told_on = DateField("Member told of the comment on")
    member_told_by = LineField("Told by")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.posted_to.data is not None and self.posted_to.data == self.posted_from.data:
            self.posted_to.parts = dict.fromkeys(self.posted_to.parts, "")  # one day is no range

    def entered(self) -> dict[str, Any]:
        """Return what was entered, by field. One day alone is a range of one day."""
        values = typed(self, [name for name in self._fields if name != "version"])
        values["posted_to"] = values["posted_to"] or values["posted_from"]
        if values["kind"] is None:
            del values["kind"]
        return values


class NewPostForm(PostForm):
    """A post that has no earlier version."""

    version = None  # type: ignore[assignment]


class ReasonForm(Form):
    """Why."""

    reason = WordsField("Reason", [NotEmpty("Give the reason.")])


class SafetyForm(EditForm):
    """A threat to a councillor."""

    threat = WordsField("The threat", [NotEmpty("Say what the threat is.")])
    police_told = one_of("Have the police been told?", YesNo)
    police_reference = LineField("Police reference")
    contacts_told = WordsField("Who else was told, and when")


class NewSafetyForm(SafetyForm):
    """A threat that is recorded for the first time: to whom."""

    version = None  # type: ignore[assignment]
    councillor = LineField("Councillor under threat", [NotEmpty("Enter the councillor’s name.")])
    councillor_id = HiddenField()


class ExposureForm(Form):
    """Exposed data. The version is empty the first time."""

    version = VersionField()
    what = WordsField("What was exposed, and whose it is")
    aware_at = MomentField(
        "When we became aware", [NotEmpty("Enter when the office became aware: the 72 hours run from then.")]
    )
    officer_told_at = MomentField("When the data protection officer was told")
    regulator_decision = WordsField("Whether it was reported to the Information Commissioner, and why")
