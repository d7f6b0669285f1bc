"""The shape and wording of what is asked while logging."""

from wtforms import BooleanField, HiddenField

from casework.cases.workflow import ComplainantCategory
from casework.web.forms import DateField, Form, LineField, NotEmpty, OneOf, WordsField


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
    category = OneOf(
        "Who told us?",
        [NotEmpty("Choose who told us.")],
        choices=ComplainantCategory.choices(),
        coerce=lambda value: ComplainantCategory.of(value) if value else None,
    )
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
