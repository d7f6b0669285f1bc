"""Forms about authorities, councillors, offices and known accounts."""

from collections.abc import Callable
from typing import Any

from wtforms import BooleanField, RadioField, SelectField, StringField

from casework.members.queries import authorities, group_names
from casework.members.workflow import AccountUse, OfficeKind, Platform, Tier
from casework.web.forms import DateField, Form, LineField, NotEmpty, VersionField, WordsField
from casework.words import Choice


def _reader(kind: Any) -> Callable[[Any], Any]:
    """Return what turns a posted value into a member of `kind`; nothing stays nothing."""
    return lambda value: kind(value) if value else None


def _one_of(kind: type[Choice], label: str, message: str, **kwargs: Any) -> RadioField:
    return RadioField(label, [NotEmpty(message)], choices=kind.choices(), coerce=_reader(kind), **kwargs)


class AuthorityForm(Form):
    """An authority."""

    name = LineField("Name", [NotEmpty("Enter the authority’s name.")])
    tier = _one_of(Tier, "Kind of authority", "Choose the kind of authority.")
    version = VersionField()


class CouncillorForm(Form):
    """A councillor."""

    name = LineField(
        "Full name",
        [NotEmpty("Enter the councillor’s name.")],
        description="As they are known, without “Councillor”.",
    )
    email = LineField("E-mail address")
    notes = WordsField("Notes", description="How to reach them, for example. Nothing about a case.")
    another = BooleanField("This is another person than the councillor of the same name")
    version = VersionField()


class OfficeForm(Form):
    """A seat or office, and when it was held."""

    authority_id = SelectField("Authority", coerce=int)
    kind = _one_of(OfficeKind, "Kind of office", "Choose the kind of office.")
    title = LineField("Title", description="Such as Cabinet member for highways. A seat needs none.")
    ward = LineField("Ward or division")
    group_name = LineField("Group", description="The political group, or Independent.")
    held_from = DateField("Held from")
    held_to = DateField("Held until")
    version = VersionField()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.authority_id.choices = {str(row.id): row.name for row in authorities()}


class EndOfficeForm(Form):
    """The end of an office."""

    last_day = DateField("Last day on which it was held", [NotEmpty("Enter the last day.")])


class AccountForm(Form):
    """A known social media account."""

    platform = SelectField("Platform", choices=Platform.choices(), coerce=_reader(Platform))
    handle = LineField(
        "Handle or name",
        [NotEmpty("Enter the handle or the name that the account goes by.")],
        description="As shown.",
    )
    address = LineField("Address of the profile", description="Copy it from the address bar.")
    use = _one_of(
        AccountUse,
        "What it is used for",
        "Choose what it is used for; “Not known” will do.",
        default=AccountUse.NOT_KNOWN,
    )
    disclaimer = WordsField("Disclaimer", description="Such as “views my own”, word for word.")
    biography = WordsField("Biography", description="What the profile says about its owner, word for word.")
    privacy = LineField("Who can see it", description="Such as everybody, or friends only.")
    seen_on = DateField("Seen on", description="The day on which an officer saw this. Profiles change.")
    version = VersionField()


class RemoveAccountForm(Form):
    """Why an account does not belong to this councillor."""

    reason = LineField(
        "Why does the account not belong here?", [NotEmpty("Say why the account does not belong here.")]
    )


class FilterForm(Form):
    """What the list of councillors is narrowed by."""

    q = LineField("Name or handle")
    authority = SelectField("Authority", coerce=_reader(int))
    group = SelectField("Group", coerce=_reader(str))
    former = BooleanField("Also those who hold no office now")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.authority.choices = {"": "Any", **{str(row.id): row.name for row in authorities()}}
        self.group.choices = {"": "Any", **{name: name for name in group_names()}}


def values_of(form: Form) -> dict[str, Any]:
    """Return what a form says, as the commands take it: lines that were left out are empty, and no version."""
    return {
        field.name: "" if field.data is None and isinstance(field, StringField) else field.data
        for field in form
        if field.name != "version"
    }
