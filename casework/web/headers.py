"""Security headers. No page needs an inline script or style, and none is cached."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, request

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)

View = TypeVar("View", bound=Callable[..., Any])


def cacheable(view: View) -> View:
    """Let browsers keep what this view answers: it holds nothing about anybody, and says itself for how long."""
    view.cacheable = True  # type: ignore[attr-defined]
    return view


def install(app: Flask) -> None:
    """Set the headers on every response of `app`."""

    @app.after_request
    def protect(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
        if app.config["SESSION_COOKIE_SECURE"]:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        view = app.view_functions.get(request.endpoint or "")
        if request.endpoint != "static" and not getattr(view, "cacheable", False):
            response.headers["Cache-Control"] = "no-store"
        return response
