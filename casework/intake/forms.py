"""The shape and wording of what is asked while logging."""

from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from casework.cases.forms.about import SubjectForm
from casework.cases.forms.conduct import NewSafetyForm
from casework.cases.forms.fields import EditForm, one_of, row_of
from casework.cases.workflow import CapacityFact, ComplainantCategory, ConductKind, LinkKind
from casework.web.forms import DateField, Form, LineField, NotEmpty, WordsField
from casework.words import YesNo


class QuickForm(Form):
    """One page: what, who, who told us, when."""

    address = LineField(
        "Address of the post",
        description="Copy it from the browser, or from “Share” on a phone.",
        render_kw={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"},
    )
    description = WordsField("Or describe it")
    councillor = LineField("Councillor concerned", description="Part of the name, or a handle.")
    councillor_id = HiddenField()
    not_identified = BooleanField("Not yet identified")
    category = one_of("Who told us?", ComplainantCategory, "Choose who told us.")
    complainant_name = LineField("Their name", description="Leave it empty if they did not give it.")
    received_on = DateField("Received on", [NotEmpty("Enter the date on which it was received.")])

    def ask_for_little(self) -> None:
        """Take the page as it is: what is wanting is asked for at its own step."""
        self.category.validators = []
        self.received_on.validators = []


QUICK_FIELDS = {
    "address",
    "description",
    "councillor",
    "councillor_id",
    "not_identified",
    "category",
    "complainant_name",
    "received_on-day",
    "received_on-month",
    "received_on-year",
}


class DiscardForm(Form):
    """Why a draft is given up."""

    reason = WordsField("Reason", [NotEmpty("Say why the draft is discarded.")])


class DescriptionForm(EditForm):
    """Words in place of a picture, or beside it."""

    description = WordsField(
        "Description",
        description="What is said to have happened. For the office only: no report prints it.",
    )


class ActForm(EditForm):
    """An act without a post."""

    kind = one_of("What was done?", ConductKind, "Choose what was done.")
    description = WordsField("Description", description="What was done, and how it is known.")
    from_day = DateField("From", description="As far as it is known.")
    to_day = DateField("To", description="Leave it empty for a single day, or while it goes on.")


class CouncillorForm(Form):
    """Naming a councillor, or saying that nobody is identified yet."""

    councillor = LineField("Councillor concerned", description="Part of the name, or a handle.")
    councillor_id = HiddenField()


class MemberForm(SubjectForm):
    """Office, authority and the facts about capacity, on one page."""

    capacity_notes = WordsField("Notes on capacity", description="Where the facts can be seen.")


for _fact in CapacityFact:
    setattr(MemberForm, _fact.value, one_of(_fact.label, YesNo))


class ThreatForm(NewSafetyForm):
    """A councillor under threat, chosen by name."""

    councillor_id = HiddenField()


class WallForm(Form):
    """An officer who must not see the case, and why."""

    officer_id = row_of("Officer")
    reason = LineField("Why", [NotEmpty("Say why this officer must not see the case.")])


class DuplicateForm(Form):
    """How a likely duplicate and this draft belong together, or that they do not."""

    kind = one_of(
        "Is it the same matter?", LinkKind, "Choose how the two belong together, or that they are separate."
    )
    reason = LineField("Why", [NotEmpty("Say why.")])


class ClausesForm(Form):
    """Whose conduct, under which version, and the paragraph; the clauses themselves are drawn by the page."""

    version_reason = LineField("Why does this version apply?")
    subjects = SelectMultipleField(
        "Whose conduct?",
        choices=dict[str, str](),
        coerce=int,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    paragraph = SelectField(
        "Paragraph of the Members’ Code",
        description="Only the Members’ Code can be breached. Proposed by the clauses.",
    )
    gist = WordsField("What is alleged, in a sentence")

    def offer(self, paragraphs: dict[str, str]) -> None:
        """Offer the paragraphs of the Members' Code in force."""
        self.paragraph.choices = {"": "The one that the clauses map to", "later": "Leave it for later"} | {
            reference: f"{reference} {title}" for reference, title in paragraphs.items()
        }
