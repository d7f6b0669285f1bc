"""How conduct and its days read on the pages of the procedure."""

from sqlalchemy import inspect

from casework.cases.models import Conduct
from casework.cases.queries import Governing
from casework.cases.workflow import ConductKind
from casework.clock import long_date

LONGEST = 90


def conduct_in_words(conduct: Conduct) -> str:
    """What was done: its kind, and its description or, where posts were loaded with it, the words of the first one."""
    said = conduct.description
    if not said and conduct.kind is ConductKind.POSTS and "posts" not in inspect(conduct).unloaded:
        said = next((post.words for post in conduct.posts if post.words and not post.taken_out_reason), "")
    said = " ".join(said.split())
    if len(said) > LONGEST:
        said = said[:LONGEST].rsplit(maxsplit=1)[0] + " …"
    return f"{conduct.kind.label}: {said}" if said else conduct.kind.label


def days_in_words(governing: Governing) -> str:
    """On which days the conduct happened, as far as they are known."""
    first, last = governing.first, governing.last
    if first is None and last is None:
        return "Not known"
    if first == last:
        return long_date(first)
    if first is None:
        return f"Until {long_date(last)}; since when is not known"
    if last is None:
        return f"From {long_date(first)}; until when is not known"
    return f"{long_date(first)} to {long_date(last)}"
