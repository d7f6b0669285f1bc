"""The shape and wording of what is asked while logging."""

from collections.abc import Sequence

from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from casework.cases.forms.about import SubjectForm
from casework.cases.forms.conduct import NewSafetyForm
from casework.cases.forms.fields import EditForm, one_of, row_of
from casework.cases.workflow import CapacityFact, ComplainantCategory, ConductKind, LinkKind
from casework.intake.clauses import Offer
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
    asks_confidentiality = BooleanField("They ask that their name be kept from the member")
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
    "asks_confidentiality",
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
    """The clauses step. What is asked of each matter is added to it; the clauses themselves are drawn by the page."""


def clauses_form(offers: Sequence[Offer]) -> ClausesForm:
    """Return a form that asks of each matter: whose conduct, why this version, the paragraph, what is alleged."""
    fields: dict[str, object] = {}
    for offer in offers:
        subjects = {str(each.id): each.councillor.name for each in offer.matter.subjects}
        paragraphs = {key: " ".join(words) for key, words in offer.paragraphs.items()}
        fields |= {
            offer.name_of("version_reason"): LineField("Why does this version apply?"),
            offer.name_of("subjects"): SelectMultipleField(
                "Whose conduct?",
                choices=subjects,
                default=[int(each) for each in subjects],
                coerce=int,
                option_widget=CheckboxInput(),
                widget=ListWidget(prefix_label=False),
            ),
            offer.name_of("paragraph"): SelectField(
                "Paragraph of the Members’ Code",
                description="Only the Members’ Code can be breached. Proposed by the clauses.",
                choices={"": "The one that the clauses map to", "later": "Leave it for later", **paragraphs},
                default="",
            ),
            offer.name_of("gist"): WordsField("What is alleged, in a sentence"),
        }
    asked: type[ClausesForm] = type("AskedClausesForm", (ClausesForm,), fields)
    return asked()
