"""Selects of the committee reports: the facts that are counted, the reports themselves, and who may make them."""

from casework.reports.queries.counting import case_facts, councillors, ids_of, references
from casework.reports.queries.kept import draft_for, file_of, get, issued, issued_heads, listing, overlapping
from casework.reports.queries.walls import walled_from_any

__all__ = [
    "case_facts",
    "councillors",
    "draft_for",
    "file_of",
    "get",
    "ids_of",
    "issued",
    "issued_heads",
    "listing",
    "overlapping",
    "references",
    "walled_from_any",
]
