"""Files that come with a page of logging."""

from flask import current_app

from casework.evidence.arriving import answer_box, any_came, refusals, take_in

__all__ = ["answer_box", "any_came", "file_limit", "refusals", "take_in"]


def file_limit() -> int:
    """Return the most that one file may have, in bytes."""
    return int(current_app.config["SETTINGS"].file_limit)
