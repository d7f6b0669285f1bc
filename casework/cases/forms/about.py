"""The case as a whole, its complaints, and the councillors whom it is about."""

from typing import Any, Self

from wtforms import BooleanField, HiddenField
from wtforms.fields import Field

from casework import clock
from casework.cases.forms.fields import EditForm, one_of, picked, row_of, typed
from casework.cases.models import Complaint
from casework.cases.workflow import CapacityFact, Channel, ComplainantCategory, Confidentiality, Nature
from casework.web.forms import DateField, Form, LineField, NotEmpty, WordsField
from casework.words import YesNo

COMPLAINT = (
    "received_on",
    "channel",
    "category",
    "complainant_name",
    "complainant_contact",
    "wants",
    "asks_confidentiality",
    "acknowledged_on",
    "withdrawn_on",
)


class DetailsForm(EditForm):
    """What the case is about."""

    nature = picked("What the case is about", Nature, "Not yet sorted")
    description = WordsField(
        "Description", description="What is said to have happened. For the office only: no report prints it."
    )
    police_involved = one_of("Are the police involved?", YesNo)
    personal_data_exposed = one_of("Was personal or confidential data exposed?", YesNo)
    member_not_identified = BooleanField("The councillor is not yet identified")


class DatesForm(EditForm):
    """The dates that an office lives by."""

    received_on = DateField("Received", [NotEmpty("Enter the date on which it was received.")])
    member_told_on = DateField(
        "Member told", description="Confidentiality must be decided first, where a complainant asked for it."
    )
    next_update_on = DateField("Next update due", description="To the complainant and the member.")


class ComplaintForm(EditForm):
    """One approach by one complainant."""

    received_on = DateField("Received", [NotEmpty("Enter the date on which it was received.")])
    channel = picked("How it came", Channel, "Choose one")
    category = one_of("Who complained, by kind", ComplainantCategory, "Choose who complained, by kind.")
    complainant_name = LineField("Name", description="Leave it empty for an anonymous complaint.")
    complainant_contact = LineField("How to reach them")
    wants = WordsField("What they want to happen")
    asks_confidentiality = BooleanField("They ask that their name be kept from the member")
    acknowledged_on = DateField(
        "Acknowledged",
        description="When they were told that it came. A letter that is marked as sent fills this in.",
    )
    withdrawn_on = DateField("Withdrawn", description="Only if they withdrew it.")

    @classmethod
    def of(cls, complaint: Complaint) -> Self:
        """Return the form over a complaint that is on record."""
        asked = complaint.confidentiality is not Confidentiality.NOT_ASKED
        return cls(obj=complaint, asks_confidentiality=asked)

    def entered(self) -> dict[str, Any]:
        """Return what was entered, by field. How it came is left out where nobody said."""
        values = typed(self, COMPLAINT)
        if values["channel"] is None:
            del values["channel"]
        return values


class NewComplaintForm(ComplaintForm):
    """A complaint that has no earlier version."""

    version = None  # type: ignore[assignment]
    acknowledged_on = None  # type: ignore[assignment]
    withdrawn_on = None  # type: ignore[assignment]


class ConfidentialityForm(EditForm):
    """The decision on a request for confidentiality."""

    confidentiality = one_of(
        "Is the name to be kept from the member?",
        Confidentiality,
        "Choose whether confidentiality is granted.",
    )
    confidentiality_reasons = WordsField("Reasons", [NotEmpty("Give the reasons for the decision.")])
    confidentiality_decided_on = DateField("Decided on", [NotEmpty("Enter the date of the decision.")])

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        decided = (Confidentiality.GRANTED, Confidentiality.REFUSED)
        self.confidentiality.choices = {answer.value: answer.label for answer in decided}
        decided_on = self.confidentiality_decided_on
        if decided_on.data is None and decided_on.raw_data is None:
            decided_on.process(None, clock.today())

    def decided(self) -> dict[str, Any]:
        """Return the decision as the command takes it."""
        return {
            "decision": self.confidentiality.data,
            "reasons": self.confidentiality_reasons.data or "",
            "decided_on": self.confidentiality_decided_on.data,
            "version": self.version.data,
        }


class NewSubjectForm(Form):
    """A councillor, by name or known handle."""

    councillor = LineField(
        "Councillor",
        [NotEmpty("Enter the councillor’s name, or a handle that they use.")],
        description="Start typing a name, or a handle that the office knows.",
    )
    councillor_id = HiddenField()


class SubjectForm(EditForm):
    """In which office the councillor acted, and for which authority."""

    office_id = row_of("Office", description="The office in which they acted, on the date of the conduct.")
    authority_id = row_of("Authority", description="Needed only where the office is not known.")


class CapacityForm(EditForm):
    """The facts that bear on capacity: one question each, and notes."""

    capacity_notes = WordsField("Notes", description="Where the facts can be seen, and what they leave open.")


for _fact in CapacityFact:
    setattr(CapacityForm, _fact.value, one_of(_fact.label, YesNo))


def capacity_questions(form: CapacityForm) -> list[Field]:
    """Return the questions of `form` in their order."""
    return [form[fact.value] for fact in CapacityFact]
