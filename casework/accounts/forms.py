"""Forms of sign-in and accounts."""

from typing import Any

from wtforms import BooleanField, HiddenField, PasswordField, SelectMultipleField
from wtforms.validators import InputRequired

from casework.permissions import Role
from casework.web.forms import Form, LineField, NotEmpty, VersionField

NEW = {"autocomplete": "new-password"}
ROLE_HINTS = {
    Role.MONITORING_OFFICER: "Sees every case; decides, approves, issues reports.",
    Role.DEPUTY: "May do what the Monitoring Officer may.",
    Role.STANDARDS_OFFICER: "Logs suspected breaches and works on every case.",
    Role.TAKEDOWN_OFFICER: "Handles the removal requests given to them, and sees nothing else of a case.",
    Role.INVESTIGATOR: "Sees the cases assigned to them, with their evidence.",
    Role.INDEPENDENT_PERSON: "Reads the cases assigned to them.",
    Role.CLERK: "Reads issued committee reports.",
    Role.INFORMATION_GOVERNANCE: "Reads cases and the audit trail, and changes nothing.",
    Role.AUDITOR: "Reads the audit trail and issued reports, and no case.",
    Role.ADMINISTRATOR: "Looks after accounts and settings, and sees no case.",
}
ROLE_CHOICES = {role.value: role.label for role in Role}


def _is_role(value: Any) -> Role:
    return Role(value)


class SignInForm(Form):
    """E-mail and password."""

    email = LineField(
        "E-mail address", [NotEmpty("Enter your e-mail address.")], render_kw={"autocomplete": "username"}
    )
    password = PasswordField("Password", [NotEmpty("Enter your password.")])
    next = HiddenField()
    held = HiddenField()


class OfficerForm(Form):
    """Name and address of an account."""

    name = LineField("Full name", [NotEmpty("Enter the officer’s name.")])
    email = LineField("E-mail address", [NotEmpty("Enter the officer’s e-mail address.")])
    version = VersionField()


class NewOfficerForm(Form):
    """A new account."""

    name = LineField("Full name", [NotEmpty("Enter the officer’s name.")])
    email = LineField("E-mail address", [NotEmpty("Enter the officer’s e-mail address.")])
    prefix = LineField(
        "Exhibit prefix",
        description="Two to four letters that label this officer’s exhibits, for good. Left empty: initials.",
    )
    password = PasswordField(
        "First password",
        [NotEmpty("Enter a first password.")],
        description="At least 12 characters. The officer has to choose another after signing in with it.",
        render_kw=NEW,
    )
    roles = SelectMultipleField("Roles", choices=ROLE_CHOICES, coerce=_is_role)


class RolesForm(Form):
    """All the roles that an officer is to hold."""

    roles = SelectMultipleField("Roles", choices=ROLE_CHOICES, coerce=_is_role)


class PasswordForm(Form):
    """A change of one's own password."""

    current = PasswordField("Current password", [NotEmpty("Enter your current password.")])
    password = PasswordField(
        "New password",
        [NotEmpty("Enter a new password.")],
        description="At least 12 characters. Three words that only you would put together will do.",
        render_kw=NEW,
    )


class ResetForm(Form):
    """A new password for somebody else."""

    password = PasswordField(
        "New password",
        [NotEmpty("Enter a new password.")],
        description="At least 12 characters. Tell it to the officer by telephone or in person.",
        render_kw=NEW,
    )


class FirstAdministratorForm(Form):
    """The first account of an installation."""

    name = LineField("Full name", [NotEmpty("Enter your name.")], render_kw={"autocomplete": "name"})
    email = LineField(
        "E-mail address", [NotEmpty("Enter your e-mail address.")], render_kw={"autocomplete": "username"}
    )
    password = PasswordField(
        "Password",
        [NotEmpty("Enter a password.")],
        description="At least 12 characters. Three words that only you would put together will do.",
        render_kw=NEW,
    )
    understood = BooleanField(
        "I know that this account manages accounts and settings, and sees no case",
        [InputRequired("Say that you know what this account is for.")],
    )
