"""The tables of a case, one noun a file."""

from casework.cases.models.action import Action
from casework.cases.models.allegation import Allegation, AllegationClause, ClauseMark
from casework.cases.models.case import Assignment, Case, CaseCounter, CaseLink, StatusChange, Wall
from casework.cases.models.complaint import Complaint
from casework.cases.models.conduct import Conduct, Post
from casework.cases.models.note import Note
from casework.cases.models.safety import DataExposure, SafetyRecord
from casework.cases.models.subject import SubjectMember

__all__ = [
    "Action",
    "Allegation",
    "AllegationClause",
    "Assignment",
    "Case",
    "CaseCounter",
    "CaseLink",
    "ClauseMark",
    "Complaint",
    "Conduct",
    "DataExposure",
    "Note",
    "Post",
    "SafetyRecord",
    "StatusChange",
    "SubjectMember",
    "Wall",
]
