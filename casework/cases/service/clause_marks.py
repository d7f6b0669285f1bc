"""Suggested clauses: accepted, or set aside, with the words that had suggested them."""

from collections.abc import Sequence

from casework.accounts.models import Officer
from casework.audit.service import record
from casework.audit.verbs import Verb
from casework.cases.models import Case, ClauseMark
from casework.cases.service.allegations import CHANGING
from casework.cases.service.editing import need_unfinished
from casework.codes.models import Clause
from casework.database import command, db, lock


@command
def mark_clause(case: Case, clause: Clause, *, accepted: bool, words: Sequence[str], actor: Officer) -> None:
    """Accept a suggested clause or set it aside, with the words that had suggested it."""
    need_unfinished(lock(case), CHANGING)
    mark = db.session.get(ClauseMark, (case.id, clause.id))
    if mark is None:
        mark = ClauseMark(case_id=case.id, clause_id=clause.id, accepted=accepted, words=list(words))
        db.session.add(mark)
    elif mark.accepted == accepted:
        return
    else:
        mark.accepted, mark.words = accepted, list(words)
    verb = Verb.CLAUSE_ACCEPTED if accepted else Verb.CLAUSE_SET_ASIDE
    record(
        verb, actor=actor, subject=clause, case=case, also=[mark], name=clause.reference, words=list(words)
    )
