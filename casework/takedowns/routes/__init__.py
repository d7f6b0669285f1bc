"""The pages of removal requests. Importing the modules puts their views on the blueprint."""

from casework.takedowns.routes import (
    acts,
    answering,
    approving,
    chasing,
    drafting,
    ending,
    following,
    letters,
    looks,
    mailing,
    monitoring,
    proving,
    reappearing,
    settling,
    several,
    showing,
    verifying,
    waiting,
    writing,
)
from casework.takedowns.routes.blueprint import bp
from casework.takedowns.routes.mine import bp as mine

__all__ = [
    "acts",
    "answering",
    "approving",
    "bp",
    "chasing",
    "drafting",
    "ending",
    "following",
    "letters",
    "looks",
    "mailing",
    "mine",
    "monitoring",
    "proving",
    "reappearing",
    "settling",
    "several",
    "showing",
    "verifying",
    "waiting",
    "writing",
]
