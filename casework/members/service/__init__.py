"""Commands on authorities, councillors, their offices and their known accounts."""

from casework.members.service.accounts import add_account, change_account, remove_account
from casework.members.service.authorities import change_authority, create_authority
from casework.members.service.councillors import change_councillor, create_councillor
from casework.members.service.importing import Outcome, dry_run, import_file
from casework.members.service.offices import add_office, change_office, end_office

__all__ = [
    "Outcome",
    "add_account",
    "add_office",
    "change_account",
    "change_authority",
    "change_councillor",
    "change_office",
    "create_authority",
    "create_councillor",
    "dry_run",
    "end_office",
    "import_file",
    "remove_account",
]
