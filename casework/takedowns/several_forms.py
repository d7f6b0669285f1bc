"""Forms in which several requests are handled at once: what is common to all, and a row for each."""

from typing import Any

from wtforms import BooleanField, HiddenField

from casework.takedowns.forms import LookForm, MeansForm
from casework.takedowns.workflow import Means, Seen
from casework.web.forms import NOT_WHOLE, Form, NotEmpty, OneOf, VersionField

LOOKED: dict[str, str] = {seen.value: seen.label for seen in Seen if seen is not Seen.NOT_CHECKED}
COMMON = ("means", "account", "device", "seen_at")


def _seen(value: Any) -> Any:
    return Seen.of(value) if value in LOOKED else value


class LooksForm(MeansForm):
    """When and by what means somebody looked at several posts."""

    means = OneOf(
        "How you looked",
        [NotEmpty("Say how you looked: logged out, or with an account of the council.")],
        choices=Means.choices(),
        coerce=lambda value: next((means for means in Means if means.value == value), value),
        description="Never with your own account, and never with a false one.",
    )


class LookRowForm(LookForm):
    """What was seen of one post among several. A row left at “Not looked at” records nothing.

    `called`: what the page called the post, for whoever may not see it any more.
    """

    called = HiddenField()
    seen = OneOf(
        "What you saw",
        [NotEmpty("Say what you saw, or take the words and the capture out of this row.")],
        choices={"": "Not looked at", **LOOKED},
        coerce=_seen,
        default="",
    )

    def filled(self, *, came: bool) -> bool:
        """Say whether anything was entered in this row. `came`: whether a file came with it."""
        return came or any(field.data for field in (self.seen, self.exhibit, self.wording, self.able_words))

    def share(self, looks: LooksForm) -> None:
        """Take over what is common to all rows."""
        for name in COMMON:
            self[name].data = looks[name].data

    def spare_common(self) -> None:
        """Forget what is wrong with what is common to all rows: it is said once, of all."""
        for name in COMMON:
            self[name].errors = []

    @property
    def at_large(self) -> list[str]:
        """What is wrong with this row beside its own fields."""
        return [*self.form_errors, *(message for name in COMMON for message in self[name].errors)]

    @property
    def faults(self) -> list[str]:
        """All that is wrong with this row."""
        return [*self.form_errors, *(str(message) for each in self for message in each.errors)]


class ReminderRowForm(Form):
    """Whether the recipient of one request was reminded, among several."""

    version = VersionField(validators=[NotEmpty(NOT_WHOLE)])
    chosen = BooleanField("Remind")
    called = HiddenField()

    @property
    def at_large(self) -> list[str]:
        """What is wrong with this row beside its box."""
        return [*self.form_errors, *(str(message) for message in self.version.errors)]
