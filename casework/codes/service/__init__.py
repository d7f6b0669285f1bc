"""Commands of the Code library: every write."""

from casework.codes.service.drafts import add_clause, correct_clause, discard_version, remove_clause
from casework.codes.service.library import (
    change_adoption,
    create_code,
    from_shipped,
    load_library,
    load_shipped,
)
from casework.codes.service.published import amend_clause, fill_wording
from casework.codes.service.staging import discard_import, import_version, import_wording, save_code, stage
from casework.codes.service.versions import begin_version, change_period, copy_version, publish

__all__ = [
    "add_clause",
    "amend_clause",
    "begin_version",
    "change_adoption",
    "change_period",
    "copy_version",
    "correct_clause",
    "create_code",
    "discard_import",
    "discard_version",
    "fill_wording",
    "from_shipped",
    "import_version",
    "import_wording",
    "load_library",
    "load_shipped",
    "publish",
    "remove_clause",
    "save_code",
    "stage",
]
