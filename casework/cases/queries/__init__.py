"""Reading cases: who may see which, and what a page needs of them."""

from casework.cases.queries.allegations import (
    Governing,
    allegations_of,
    get_visible_allegation,
    governing_allegations,
    governing_codes,
    governing_days,
)
from casework.cases.queries.councillors import authority_choices, office_choices
from casework.cases.queries.links import (
    LinkedCase,
    as_seen_from,
    link_between,
    links,
    links_of,
    merged_here,
)
from casework.cases.queries.lookups import case_matches, case_named, read_reference
from casework.cases.queries.matter import complaint_about, matter
from casework.cases.queries.namesakes import namesakes_of
from casework.cases.queries.one import get_visible, open_complaints, unfinished_actions
from casework.cases.queries.parts import (
    actions,
    actions_of,
    assignments,
    assignments_of,
    complaints,
    complaints_of,
    conducts,
    conducts_of,
    exposure_of,
    notes,
    notes_of,
    officers_who_may_see,
    part_of,
    posts_of,
    safety_of,
    steps_of,
    subjects_of,
    walls_of,
)
from casework.cases.queries.suggestions import SuggestedClause, suggested_clauses
from casework.cases.queries.unfinished import unfinished
from casework.cases.queries.visibility import Viewer, may_see, not_walled, sees, visible_cases

__all__ = [
    "Governing",
    "LinkedCase",
    "SuggestedClause",
    "Viewer",
    "actions",
    "actions_of",
    "allegations_of",
    "as_seen_from",
    "assignments",
    "assignments_of",
    "authority_choices",
    "case_matches",
    "case_named",
    "complaint_about",
    "complaints",
    "complaints_of",
    "conducts",
    "conducts_of",
    "exposure_of",
    "get_visible",
    "get_visible_allegation",
    "governing_allegations",
    "governing_codes",
    "governing_days",
    "link_between",
    "links",
    "links_of",
    "matter",
    "may_see",
    "merged_here",
    "namesakes_of",
    "not_walled",
    "notes",
    "notes_of",
    "office_choices",
    "officers_who_may_see",
    "open_complaints",
    "part_of",
    "posts_of",
    "read_reference",
    "safety_of",
    "sees",
    "steps_of",
    "subjects_of",
    "suggested_clauses",
    "unfinished",
    "unfinished_actions",
    "visible_cases",
    "walls_of",
]
