"""A refusal is an event too: who was refused what is kept, though nothing was changed."""

from flask import Flask, Response, request
from flask_login import current_user

from casework.accounts.identity import current_officer
from casework.audit.service import record
from casework.audit.verbs import Verb
from casework.database import unit_of_work

FORBIDDEN = 403


def install(app: Flask) -> None:
    """Record every answer 403 to an officer, in a transaction of its own: what was refused has been rolled back."""

    @app.after_request
    def record_refusal(response: Response) -> Response:
        if response.status_code == FORBIDDEN and current_user.is_authenticated:
            with unit_of_work():
                record(Verb.ACCESS_REFUSED, actor=current_officer(), what=f"{request.method} {request.path}")
        return response
