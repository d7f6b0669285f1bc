"""Reading cases: who may see which, and what a page needs of them."""

from casework.cases.queries.allegations import (
    Governing,
    allegations_of,
    get_visible_allegation,
    governing_codes,
)
from casework.cases.queries.one import get_visible, open_complaints, unfinished_actions
from casework.cases.queries.visibility import Viewer, may_see, not_walled, sees, visible_cases

__all__ = [
    "Governing",
    "Viewer",
    "allegations_of",
    "get_visible",
    "get_visible_allegation",
    "governing_codes",
    "may_see",
    "not_walled",
    "open_complaints",
    "sees",
    "unfinished_actions",
    "visible_cases",
]
