"""The drafted exhibit statement: facts of custody in the words of the officer who is to sign it."""

from dataclasses import replace
from operator import itemgetter
from typing import IO

from casework import clock
from casework.accounts.models import Officer
from casework.audit.service import record
from casework.audit.verbs import Verb
from casework.cases.models import Case
from casework.database import command
from casework.evidence.looks import looks_at
from casework.evidence.packs import queries
from casework.evidence.packs.trail import found_unchanged, packed_lines
from casework.evidence.packs.workflow import Profile
from casework.evidence.service.packing import check_may_pack


@command
def draft_statement(case: Case, target: IO[bytes], *, actor: Officer) -> None:
    """Write a drafted exhibit statement of the case for `actor`. Recorded. Raises NotAllowed."""
    from casework.evidence.statement import Signatory, write_statement

    check_may_pack(actor, Profile.FULL)
    facts = queries.facts_of(case)
    ids = [exhibit.id for exhibit in facts.exhibits]
    signer, unchanged, looks = Signatory(actor.id, actor.name), found_unchanged(ids), looks_at(ids)
    packed = packed_lines({exhibit.id: exhibit.label for exhibit in facts.exhibits})
    facts = replace(facts, custody=sorted([*facts.custody, *packed], key=itemgetter("number")))
    count = write_statement(facts, signer, clock.today(), target, unchanged=unchanged, looks=looks)
    record(Verb.STATEMENT_DRAFTED, actor=actor, case=case, count=count)
