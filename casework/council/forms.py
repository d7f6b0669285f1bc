"""Forms of the council's settings."""

from wtforms import BooleanField, IntegerField

from casework.council.labels import LABELS
from casework.web.forms import DateField, Form, LineField, NotEmpty, VersionField, WordsField


def _days(name: str, hint: str = "") -> IntegerField:
    return IntegerField(LABELS[name], [NotEmpty("Enter a whole number of days.")], description=hint)


class SettingsForm(Form):
    """Every setting that an office can change without a programmer."""

    council_name = LineField(LABELS["council_name"])
    committee_name = LineField(LABELS["committee_name"], description="It stands on reports and in letters.")
    reference_prefix = LineField(
        LABELS["reference_prefix"], description="Cases that have a reference keep it."
    )
    accent_colour = LineField(LABELS["accent_colour"], description="Dark enough to read: # and six digits.")
    contact_name = LineField(
        LABELS["contact_name"], description="It stands at the end of letters and reports."
    )
    contact_email = LineField(LABELS["contact_email"])
    contact_phone = LineField(LABELS["contact_phone"])
    police_contact = LineField(LABELS["police_contact"])
    data_protection_contact = LineField(LABELS["data_protection_contact"])
    member_services_contact = LineField(LABELS["member_services_contact"])
    helpline_contact = LineField(LABELS["helpline_contact"])
    image_procedure = WordsField(
        LABELS["image_procedure"], description="Shown to whoever seals one: whom to call, and what not to do."
    )
    looking_accounts = WordsField(
        LABELS["looking_accounts"],
        description="One a line, with the platform. Open accounts of the council; never a personal or a false one.",
    )
    acknowledge_days = _days("acknowledge_days")
    assess_days = _days("assess_days")
    update_days = _days("update_days")
    removal_days = _days("removal_days")
    duplicate_days = _days("duplicate_days", "Days either side, weekends included.")
    small_number = IntegerField(
        LABELS["small_number"],
        [NotEmpty("Enter a whole number.")],
        description="Public reports show 0, or at least this many: fewer could point to a person.",
    )
    self_approval = BooleanField(LABELS["self_approval"])
    version = VersionField()


class ElectionForm(Form):
    """A time before an election."""

    election = LineField("Which election", [NotEmpty("Say which election it is.")])
    first_day = DateField("First day", [NotEmpty("Enter the first day.")])
    last_day = DateField("Last day", [NotEmpty("Enter the last day.")])


class ClosureForm(Form):
    """Days on which the council is closed."""

    first_day = DateField("First day", [NotEmpty("Enter the first day.")])
    last_day = DateField("Last day, if there are several")
    reason = LineField("Why", [NotEmpty("Say why the council is closed.")])
