"""What officers enter about an exhibit's origin, its holding and where it went."""

from wtforms.validators import InputRequired

from casework.cases.forms.fields import one_of, picked
from casework.evidence.forms import several
from casework.evidence.origin import workflow as lists
from casework.evidence.origin.service import LABELS
from casework.web.forms import DateField, Form, LineField, NotEmpty, VersionField, WordsField
from casework.words import YesNo


class OriginForm(Form):
    """Where an exhibit comes from, how it was collected, and how it is to be handled."""

    version = VersionField(validators=[InputRequired("This page did not come back whole. Load it again.")])
    captured_on = DateField(LABELS["captured_on"])
    captured_at = LineField(LABELS["captured_at"], description="24-hour clock, like 21:05.")
    zone = picked(LABELS["zone"], lists.Zone, "Not answered yet")
    method = picked(LABELS["method"], lists.Method, "Not answered yet")
    device = LineField(LABELS["device"], description="Like “Android phone, Facebook app”.")
    context = several(LABELS["context"], coerce=str, choices=lists.Context.choices())
    edited_shown = one_of(LABELS["edited_shown"], YesNo)
    engagement = LineField(LABELS["engagement"], description="As it stands there, like “12 likes, 3 shares”.")
    received_from = LineField(LABELS["received_from"])
    received_via = picked(LABELS["received_via"], lists.ReceivedVia, "Not answered yet")
    statement = WordsField(LABELS["statement"], description="In their own words.")
    lawfulness = WordsField(
        LABELS["lawfulness"],
        description="No false friend requests. Looking again and again at one person’s account may need "
        "authorisation as surveillance: take advice first.",
    )
    outside_timestamp = LineField(
        LABELS["outside_timestamp"], description="Who stamped it, when, and where the token is kept."
    )
    independent_copy = LineField(
        LABELS["independent_copy"],
        description="An archive or another body that holds it, and its address there.",
    )
    marking = picked(LABELS["marking"], lists.Marking, "Not answered yet")
    third_parties = one_of(LABELS["third_parties"], YesNo, description="Names, faces or accounts of others.")
    special_category = one_of(
        LABELS["special_category"],
        YesNo,
        description="Health, race, religion, politics, sex life: article 9 of the UK GDPR.",
    )
    child_involved = one_of(LABELS["child_involved"], YesNo)


class HandoverForm(Form):
    """Where an exhibit or a copy of it went, or whence it came back."""

    how = one_of("What happened?", lists.Handover, "Say what happened.")
    what = one_of("What was it?", lists.Form, "Say what was handed over.")
    other = LineField("Who to, or who from?", [NotEmpty("Say who: a name, and the office or body.")])
    on = DateField("When?", [InputRequired("Enter the day.")])
    reason = LineField("What for?", [NotEmpty("Say what it was for.")])


class HoldForm(Form):
    """Why an exhibit must be kept, or need not be any more."""

    reason = WordsField("Why?", [NotEmpty("Say why.")])
