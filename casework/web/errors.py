"""What a person sees when something cannot be done."""

from secrets import token_hex

import structlog
from flask import Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from casework.errors import DomainError, NotAllowed, NotFound, NotPossible, Stale

log = structlog.get_logger("casework.web")
TEMPLATES = {400, 403, 404, 405, 409, 410, 413, 422, 429, 500, 503}


def wants_json() -> bool:
    """Say whether the browser's script, not the person, reads the answer."""
    return request.accept_mimetypes.best == "application/json"


def answer(status: int, message: str | None = None, **context: object) -> ResponseReturnValue:
    """Return the page of an error, or its JSON."""
    if wants_json():
        return {"error": message or "This could not be done."}, status
    name = f"errors/{status if status in TEMPLATES else 500 if status >= 500 else 400}.html"
    if (
        status >= 500
    ):  # the words that every other page is given come from the database, which may be what failed
        return current_app.jinja_env.get_template(name).render(message=message, **context), status
    return render_template(name, message=message, **context), status


def install(app: Flask) -> None:
    """Answer every kind of error with a page of our own."""

    @app.errorhandler(DomainError)
    def domain_error(error: DomainError) -> ResponseReturnValue:
        match error:
            case NotFound():
                return answer(404)
            case NotAllowed():
                return answer(403, error.message)
            case Stale():
                return answer(
                    409, error.message, theirs=error.theirs, yours=error.yours, only_read=error.only_read
                )
            case NotPossible():
                return answer(409, error.message, theirs={}, yours={})
        return answer(422, error.message)

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> ResponseReturnValue:
        status = error.code or 500
        if status in {301, 302, 303, 307, 308}:
            return error.get_response()
        written_by_us = error.description if error.description != type(error).description else None
        return answer(status, written_by_us, theirs={}, yours={})

    @app.errorhandler(OperationalError)
    def database_away(error: OperationalError) -> ResponseReturnValue:
        log.error("the database cannot be used", exc_info=error)
        return answer(503)

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> ResponseReturnValue:
        reference = token_hex(4)
        rule = request.url_rule.rule if request.url_rule else ""
        log.error("unexpected error", exc_info=error, reference=reference, method=request.method, page=rule)
        return answer(500, reference=reference)
