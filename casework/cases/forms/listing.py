"""What may be asked of the list of cases. The whole of it is in the address."""

from typing import Any

from wtforms import BooleanField, SelectField

from casework.cases.forms.fields import picked, row_of
from casework.cases.queries.listing import DEFAULT_ORDER, ORDERS, CaseFilter
from casework.cases.workflow import CaseStatus, Nature
from casework.clock import long_date
from casework.members.workflow import Platform
from casework.web.forms import DateField, Form, LineField

ANY = "any"
STATUSES = (
    {"": "Open"}
    | {status.value: status.label for status in CaseStatus if status is not CaseStatus.OPEN}
    | {ANY: "Every case"}
)


class ListForm(Form):
    """The filters, each narrowing the list further."""

    status = SelectField("Status", choices=STATUSES, default="")
    councillor = LineField("Councillor")
    owner_id = row_of("Case owner")
    authority_id = row_of("Authority")
    nature = picked("Nature", Nature, "Any")
    platform = picked("Platform", Platform, "Any")
    received_from = DateField("Received from")
    received_to = DateField("Received to")
    overdue = BooleanField("Overdue only")

    def wanted(self, sort: str) -> CaseFilter:
        """Return what is asked for; a filter at fault does not narrow the list, and says so."""
        return CaseFilter(
            statuses=self._statuses(),
            owner_id=self._sound("owner_id"),
            authority_id=self._sound("authority_id"),
            councillor=self._sound("councillor") or "",
            nature=self._sound("nature"),
            platform=self._sound("platform"),
            received_from=self._sound("received_from"),
            received_to=self._sound("received_to"),
            overdue=bool(self.overdue.data),
            sort=sort if sort.removeprefix("-") in ORDERS else DEFAULT_ORDER,
        )

    def _sound(self, name: str) -> Any:
        return None if self[name].errors else self[name].data

    def _statuses(self) -> tuple[CaseStatus, ...]:
        chosen = self.status.data or ""
        if chosen == ANY:
            return ()
        return (CaseStatus.of(chosen),) if chosen in set(CaseStatus) else (CaseStatus.OPEN,)

    def tags(self) -> list[tuple[str, list[str]]]:
        """Return each filter in use in words, with the parameters that make it."""
        found = []
        for name in ("status", "owner_id", "authority_id", "nature", "platform"):
            if self[name].data and not self[name].errors:
                field: SelectField = self[name]  # type: ignore[assignment]
                chosen = next((label for _, label, here, *_ in field.iter_choices() if here), "")
                found.append((f"{field.label.text}: {chosen}", [name]))
        if self.councillor.data:
            found.append((f"Councillor: {self.councillor.data}", ["councillor"]))
        for name in ("received_from", "received_to"):
            day = self._sound(name)
            if day:
                parts = [f"{name}-{part}" for part in ("day", "month", "year")]
                found.append((f"{self[name].label.text} {long_date(day)}", parts))
        if self.overdue.data:
            found.append(("Overdue", ["overdue"]))
        return found
