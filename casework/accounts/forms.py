"""Forms of sign-in and accounts."""

from wtforms import BooleanField, HiddenField, PasswordField, SelectMultipleField

from casework.permissions import Role
from casework.web.forms import Form, LineField, NotEmpty


class SignInForm(Form):
    """E-mail and password."""

    email = LineField("E-mail address", [NotEmpty("Enter your e-mail address.")])
    password = PasswordField("Password", [NotEmpty("Enter your password.")])
    next = HiddenField()
    held = HiddenField()


class OfficerForm(Form):
    """A new account, or a change of one."""

    name = LineField("Full name", [NotEmpty("Enter the officer’s name.")])
    email = LineField("E-mail address", [NotEmpty("Enter the officer’s e-mail address.")])
    prefix = LineField(
        "Exhibit prefix", description="Two to four letters, the officer’s own for good. Left empty: initials."
    )
    password = PasswordField(
        "First password", description="At least 12 characters. The officer changes it after signing in."
    )
    roles = SelectMultipleField("Roles", choices={role.value: role.label for role in Role}, coerce=Role)


class PasswordForm(Form):
    """A change of one's own password."""

    current = PasswordField("Current password", [NotEmpty("Enter your current password.")])
    password = PasswordField("New password", [NotEmpty("Enter a new password.")])


class FirstAdministratorForm(Form):
    """The first account of an installation."""

    name = LineField("Full name", [NotEmpty("Enter your name.")])
    email = LineField("E-mail address", [NotEmpty("Enter your e-mail address.")])
    password = PasswordField("Password", [NotEmpty("Enter a password.")])
    understood = BooleanField("I know that this account manages accounts and settings, and sees no case")
