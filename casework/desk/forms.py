"""Forms of the desk."""

from wtforms import SelectField
from wtforms.validators import ValidationError

from casework.accounts import queries as accounts
from casework.audit.chain import Head
from casework.audit.verbs import Verb
from casework.desk.queries.trail import SOFTWARE, Criteria
from casework.web.forms import DateField, Form, LineField, WordsField

LONGEST_SEARCH = 300


def _officers() -> dict[str, str]:
    officers = {str(officer.id): officer.name for officer in accounts.officers()}
    return {"": "Anybody", **officers, "0": f"{SOFTWARE} itself"}


class TrailFilter(Form):
    """What to read of the audit trail."""

    actor = SelectField("Who", choices=_officers, validate_choice=False)
    verb = SelectField(
        "What", choices={"": "Anything", **{verb.value: verb.label for verb in Verb}}, validate_choice=False
    )
    first = DateField("From")
    last = DateField("To")

    @property
    def criteria(self) -> Criteria:
        """What was chosen, and nothing of what makes no sense."""
        actor, verb = self.actor.data or "", self.verb.data or ""
        return Criteria(
            actor_id=int(actor) if actor.isascii() and actor.isdecimal() and len(actor) < 10 else None,
            verb=Verb(verb) if verb in set(Verb) else None,
            first_day=self.first.data,
            last_day=self.last.data,
        )


class CheckForm(Form):
    """Heads that are kept outside the audit trail, one a line."""

    heads = WordsField(
        "Heads kept elsewhere",
        description="COUNT:HASH, one a line. Those of issued reports are known already.",
    )

    def validate_heads(self, field: WordsField) -> None:
        """Each line must read as a head."""
        try:
            self.parsed = [Head.parse(line) for line in (field.data or "").splitlines() if line.strip()]
        except ValueError as error:
            raise ValidationError(f"Heads kept elsewhere: {error}.") from None


class SearchForm(Form):
    """One box. Its name stays as it is in an address that somebody keeps."""

    q = LineField("Search for")

    def validate_q(self, field: LineField) -> None:
        """Keep to what a person types."""
        if len(field.data or "") > LONGEST_SEARCH:
            raise ValidationError(f"A search takes up to {LONGEST_SEARCH} characters. Leave some out.")
