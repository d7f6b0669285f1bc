"""Removal requests, and all that is recorded of them."""

from casework.takedowns.models.answering import Pause, Reply
from casework.takedowns.models.looking import LookAdvice, Observation
from casework.takedowns.models.parts import RemovalLetter, RemovalRequestClause, RemovalRequestPost
from casework.takedowns.models.request import RemovalRequest
from casework.takedowns.models.route import RouteSetting

__all__ = [
    "LookAdvice",
    "Observation",
    "Pause",
    "RemovalLetter",
    "RemovalRequest",
    "RemovalRequestClause",
    "RemovalRequestPost",
    "Reply",
    "RouteSetting",
]
