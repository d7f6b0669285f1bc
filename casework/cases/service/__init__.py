"""Every change of a case, by noun. Each public function here is a command, or says that it is part of one."""

from casework.cases.service.actions import add_action, change_action, finish_action
from casework.cases.service.allegations import change_allegation, make_allegation, withdraw_allegation
from casework.cases.service.answers import answer_capacity, answer_expression
from casework.cases.service.assignments import assign, unassign
from casework.cases.service.clause_marks import mark_clause
from casework.cases.service.complaints import add_complaint, change_complaint, decide_confidentiality
from casework.cases.service.conduct import add_conduct, change_conduct, separate_posts
from casework.cases.service.details import change_case, check_member_may_be_told
from casework.cases.service.due import reckon, refresh_all_due, refresh_due, what_is_due
from casework.cases.service.importing import Imported, import_cases
from casework.cases.service.lifecycle import (
    close_case,
    discard_case,
    draft_case,
    merge_into,
    minimum_of,
    register_case,
    reopen_case,
)
from casework.cases.service.links import link_cases, unlink_cases
from casework.cases.service.notes import add_note
from casework.cases.service.posts import add_post, change_post, put_back_post, take_out_post
from casework.cases.service.safety import change_safety, record_exposure, record_safety
from casework.cases.service.subjects import (
    add_subject,
    change_subject,
    record_capacity_facts,
    remove_subject,
)
from casework.cases.service.taking_away import record_export, record_print
from casework.cases.service.walls import clear_namesake, lift_wall, raise_wall

__all__ = [
    "Imported",
    "add_action",
    "add_complaint",
    "add_conduct",
    "add_note",
    "add_post",
    "add_subject",
    "answer_capacity",
    "answer_expression",
    "assign",
    "change_action",
    "change_allegation",
    "change_case",
    "change_complaint",
    "change_conduct",
    "change_post",
    "change_safety",
    "change_subject",
    "check_member_may_be_told",
    "clear_namesake",
    "close_case",
    "decide_confidentiality",
    "discard_case",
    "draft_case",
    "finish_action",
    "import_cases",
    "lift_wall",
    "link_cases",
    "make_allegation",
    "mark_clause",
    "merge_into",
    "minimum_of",
    "put_back_post",
    "raise_wall",
    "reckon",
    "record_capacity_facts",
    "record_export",
    "record_exposure",
    "record_print",
    "record_safety",
    "refresh_all_due",
    "refresh_due",
    "register_case",
    "remove_subject",
    "reopen_case",
    "separate_posts",
    "take_out_post",
    "unassign",
    "unlink_cases",
    "what_is_due",
    "withdraw_allegation",
]
