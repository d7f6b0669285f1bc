"""The pages of cases, by noun. Importing a module puts its views on the blueprint."""

from casework.cases.routes import (
    about,
    conduct,
    importing,
    lifecycle,
    links,
    listing,
    people,
    printing,
    safety,
    sections,
    subjects,
    work,
)
from casework.cases.routes.blueprint import bp

__all__ = [
    "about",
    "bp",
    "conduct",
    "importing",
    "lifecycle",
    "links",
    "listing",
    "people",
    "printing",
    "safety",
    "sections",
    "subjects",
    "work",
]
