"""The pages of logging."""

from casework.intake.routes import (
    check,
    clauses,
    councillors,
    drafts,
    duplicates,
    evidence,
    posts,
    quick,
    reporters,
)
from casework.intake.routes.blueprint import bp

__all__ = [
    "bp",
    "check",
    "clauses",
    "councillors",
    "drafts",
    "duplicates",
    "evidence",
    "posts",
    "quick",
    "reporters",
]
