"""Every change of a removal request. Each public function here is a command, or opens one."""

from casework.takedowns.service.advising import answer_advice, ask_advice, may_advise
from casework.takedowns.service.approval import approve, review
from casework.takedowns.service.correcting import correct_letter
from casework.takedowns.service.drafting import RequestValues, change_request, draft_request
from casework.takedowns.service.ending import cancel, close, withdraw
from casework.takedowns.service.exporting import record_export, record_figures_export, record_proof
from casework.takedowns.service.following import escalate, take_further
from casework.takedowns.service.handling import give, record_reply, record_silence, record_silences, send
from casework.takedowns.service.looks import captured_late, check_look, conclude, observe
from casework.takedowns.service.mailing import (
    astray,
    record_bounce,
    send_by_mail,
    sent_another_way,
    settle_mail,
    take_back_mail,
)
from casework.takedowns.service.mailing_later import mail_letter, record_letter_bounce, take_back_letter
from casework.takedowns.service.means import LookValues, looking_accounts
from casework.takedowns.service.monitoring import end_monitoring, monitor
from casework.takedowns.service.pausing import pause, resume, resume_paused
from casework.takedowns.service.police import record_police
from casework.takedowns.service.reappearing import ask_anew, reappear
from casework.takedowns.service.reminding import prompt_reminders, record_reminder
from casework.takedowns.service.renewing import renew_letter, why_not_renewed
from casework.takedowns.service.settling import change_route
from casework.takedowns.service.writing import discard_letter, prepare_letter, send_letter

__all__ = [
    "LookValues",
    "RequestValues",
    "answer_advice",
    "approve",
    "ask_advice",
    "ask_anew",
    "astray",
    "cancel",
    "captured_late",
    "change_request",
    "change_route",
    "check_look",
    "close",
    "conclude",
    "correct_letter",
    "discard_letter",
    "draft_request",
    "end_monitoring",
    "escalate",
    "give",
    "looking_accounts",
    "mail_letter",
    "may_advise",
    "monitor",
    "observe",
    "pause",
    "prepare_letter",
    "prompt_reminders",
    "reappear",
    "record_bounce",
    "record_export",
    "record_figures_export",
    "record_letter_bounce",
    "record_police",
    "record_proof",
    "record_reminder",
    "record_reply",
    "record_silence",
    "record_silences",
    "renew_letter",
    "resume",
    "resume_paused",
    "review",
    "send",
    "send_by_mail",
    "send_letter",
    "sent_another_way",
    "settle_mail",
    "take_back_letter",
    "take_back_mail",
    "take_further",
    "why_not_renewed",
    "withdraw",
]
