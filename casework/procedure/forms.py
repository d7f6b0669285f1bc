"""What officers enter about allegations and decisions: shape and wording."""

from wtforms import IntegerField, SelectField, SelectMultipleField
from wtforms.widgets import HiddenInput

from casework.cases.forms.fields import EditForm, one_of
from casework.cases.workflow import AssessmentKind, Capacity, ExpressionQuestion, FindingKind, OutcomeKind
from casework.procedure.workflow import WANTED, ConsultationKind, ReferralTo
from casework.web.forms import DateField, Form, LineField, NotEmpty, OneOf, WordsField

MADE_BY = "An officer, a committee or a panel; and whom they consulted."


class NewAllegationForm(Form):
    """What is alleged. The page lists the clauses itself, each with its wording; `paragraph` is "version:reference"."""

    clauses = SelectMultipleField("Clauses", coerce=int, validate_choice=False)
    gist = WordsField(
        "What is alleged, in a sentence or two", description="Say who did what. For the office only."
    )
    paragraph = SelectField(
        "Which paragraph of the Members’ Code may be breached?",
        description="Only the Members’ Code founds a breach. It can be named later, but before any finding.",
        choices=[],
    )
    version_reason = WordsField("Why does this version apply?")
    version_id = IntegerField(widget=HiddenInput())


class AllegationForm(NewAllegationForm, EditForm):
    """The same over an allegation that stands."""


class CapacityForm(EditForm):
    """The answer on capacity."""

    capacity = one_of(
        "Was the member acting, or perceived to be acting, as a councillor?", Capacity, "Choose an answer."
    )
    capacity_reasons = WordsField("Reasons")


class ExpressionForm(EditForm):
    """The questions of Article 10, each by itself."""


for _question in ExpressionQuestion:
    setattr(ExpressionForm, _question.value, WordsField(_question.label))


class FindingForm(EditForm):
    """The finding on one allegation."""

    finding = OneOf(
        "Finding",
        [NotEmpty("Choose a finding.")],
        choices={kind.value: kind.label for kind in FindingKind if kind is not FindingKind.NOT_DECIDED},
    )
    reasons = WordsField("Reasons", [NotEmpty(WANTED["reasons"])])
    decision_maker = LineField(
        "Who made the finding", [NotEmpty(WANTED["decision_maker"])], description=MADE_BY
    )
    authority_to_decide = LineField(
        "By what authority",
        [NotEmpty(WANTED["authority_to_decide"])],
        description="The paragraph of the arrangements, or the delegation.",
    )
    minute_reference = LineField("Minute reference", description="If there is a minute.")
    found_on = DateField("Date of the finding", [NotEmpty(WANTED["found_on"])])


class DecisionForm(Form):
    """What every decision has."""

    reasons = WordsField("Reasons", [NotEmpty(WANTED["reasons"])])
    decision_maker = LineField("Who decided", [NotEmpty(WANTED["decision_maker"])], description=MADE_BY)
    decided_on = DateField("Date of the decision", [NotEmpty(WANTED["decided_on"])])


class AssessmentForm(DecisionForm):
    """What was decided at assessment."""

    decision = one_of("What was decided?", AssessmentKind, "Choose what was decided.")


class OutcomeForm(DecisionForm):
    """How the case ended."""

    outcome = one_of("How did the case end?", OutcomeKind, "Choose how the case ended.")


class ConsultationForm(Form):
    """That an Independent Person was asked."""

    kind = one_of("In which capacity are they consulted?", ConsultationKind, "Choose one.")
    person = LineField("Independent Person", [NotEmpty(WANTED["person"])])
    asked_on = DateField("Date asked", [NotEmpty(WANTED["asked_on"])])
    material = WordsField("What were they sent?", description="The papers, by name.")


class AskedForm(ConsultationForm, EditForm):
    """The same corrected, but for the capacity."""

    kind = None


class ViewForm(EditForm):
    """What they said, and what became of it."""

    view = WordsField("Their view", [NotEmpty(WANTED["view"])], description="In their own words.")
    view_on = DateField("Date of the view", [NotEmpty(WANTED["view_on"])])
    taken_into_account = WordsField(
        "How was it taken into account?",
        description="What was accepted, what was not, and why. It can follow later, but before any finding.",
    )


class ReferralForm(Form):
    """That a matter was passed on."""

    to = one_of("To whom?", ReferralTo, "Choose to whom it was referred.")
    referred_on = DateField("Date of the referral", [NotEmpty(WANTED["referred_on"])])
    reason = WordsField("Why was it referred?", [NotEmpty(WANTED["reason"])])
    their_reference = LineField("Their reference", description="If they gave one.")


class ReplyForm(EditForm):
    """What came back."""

    their_reference = LineField("Their reference")
    reply = WordsField("Their reply")
    replied_on = DateField("Date of the reply")
