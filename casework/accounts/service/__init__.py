"""Commands on accounts: officers, roles, sessions, what was held, and the first administrator."""

from casework.accounts.service.held import HELD_FOR, drop_held_form, forget_held_forms, hold_form
from casework.accounts.service.installation import mark_setup_done, new_setup_token, use_setup_token
from casework.accounts.service.officers import (
    change_officer,
    change_own_password,
    choose_notices_by_mail,
    create_officer,
    reset_password,
    set_active,
)
from casework.accounts.service.roles import grant_role, set_roles, take_role, tell_monitoring_officers
from casework.accounts.service.sessions import (
    SEEN_EVERY,
    begin_session,
    end_all_sessions,
    end_other_sessions,
    end_session,
    sign_in,
    touch_session,
)

__all__ = [
    "HELD_FOR",
    "SEEN_EVERY",
    "begin_session",
    "change_officer",
    "change_own_password",
    "choose_notices_by_mail",
    "create_officer",
    "drop_held_form",
    "end_all_sessions",
    "end_other_sessions",
    "end_session",
    "forget_held_forms",
    "grant_role",
    "hold_form",
    "mark_setup_done",
    "new_setup_token",
    "reset_password",
    "set_active",
    "set_roles",
    "sign_in",
    "take_role",
    "tell_monitoring_officers",
    "touch_session",
    "use_setup_token",
]
