"""Every change of a removal request. Each public function here is a command, or opens one."""

from casework.takedowns.service.approval import approve, review
from casework.takedowns.service.drafting import RequestValues, change_request, draft_request
from casework.takedowns.service.ending import cancel, close, withdraw
from casework.takedowns.service.exporting import record_export, record_figures_export
from casework.takedowns.service.handling import give, record_reply, record_silence, record_silences, send
from casework.takedowns.service.looks import check_look, conclude, follow_up, observe
from casework.takedowns.service.pausing import pause, resume, resume_paused
from casework.takedowns.service.police import record_police
from casework.takedowns.service.reminding import prompt_reminders, record_reminder
from casework.takedowns.service.settling import change_route

__all__ = [
    "RequestValues",
    "approve",
    "cancel",
    "change_request",
    "change_route",
    "check_look",
    "close",
    "conclude",
    "draft_request",
    "follow_up",
    "give",
    "observe",
    "pause",
    "prompt_reminders",
    "record_export",
    "record_figures_export",
    "record_police",
    "record_reminder",
    "record_reply",
    "record_silence",
    "record_silences",
    "resume",
    "resume_paused",
    "review",
    "send",
    "withdraw",
]
