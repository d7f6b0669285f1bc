"""Every decision on a case and what stands beside it. Each public function is a command, or says what one needs."""

from casework.procedure.service.checking import still_open, still_worked_on
from casework.procedure.service.consultations import change_consultation, consult, record_view
from casework.procedure.service.deciding import closing_guard, decide_assessment, decide_outcome
from casework.procedure.service.findings import facts_of, finding_facts, record_finding
from casework.procedure.service.referrals import answer_referral, refer

__all__ = [
    "answer_referral",
    "change_consultation",
    "closing_guard",
    "consult",
    "decide_assessment",
    "decide_outcome",
    "facts_of",
    "finding_facts",
    "record_finding",
    "record_view",
    "refer",
    "still_open",
    "still_worked_on",
]
