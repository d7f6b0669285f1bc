"""The one screen on which a request is handled: what is possible now, each with its form, and what that records."""

from flask import url_for
from flask.typing import ResponseReturnValue

from casework import clock
from casework.accounts.identity import current_officer
from casework.cases.models import Post
from casework.clock import london_date
from casework.council import queries as council
from casework.errors import NotFound, NotPossible
from casework.outbox.models import Message
from casework.takedowns import queries, service
from casework.takedowns.forms import AttachingForm
from casework.takedowns.later_letters import writable
from casework.takedowns.looking import second_from, why_not_gone
from casework.takedowns.models import RemovalRequest
from casework.takedowns.places import place, platform_of
from casework.takedowns.pressing import Pressing, sentence
from casework.takedowns.queries import Standing
from casework.takedowns.routes import acting
from casework.takedowns.routes.attaching import answer_box, fate, keep
from casework.takedowns.routes.mailing import mail_of
from casework.takedowns.routes.showing import can_do, deadline_words, tone
from casework.takedowns.workflow import (
    AWAITED,
    LOOKED_AT_IN,
    PoliceAnswer,
    ReplyKind,
    RequestAction,
    actions_from,
    next_status,
)
from casework.web.forms import Form, page

SEND, ANSWER, REMIND, SILENCE, LOOK = "send", "answer", "remind", "silence", "look"
BEING_SENT = "Wait: the letter is being sent by e-mail."
GUARDS = {
    SEND: RequestAction.SEND,
    ANSWER: RequestAction.RECORD_COMPLIED,
    REMIND: RequestAction.RECORD_SILENCE,
    SILENCE: RequestAction.RECORD_SILENCE,
    LOOK: RequestAction.CALL_FOR_LOOK,
}


class Screen:
    """One request, handled. `do`: the part that was asked for, or whose form came; `post`: the id of a post."""

    def __init__(self, request: RemovalRequest, do: str, post: str) -> None:
        self.request = request
        self.do = do
        self.chosen = post
        self.mail = mail_of(request)
        self.came: Form | None = None  # the form that came, and was refused

    def record(self) -> str:
        """Record what the form that came says, and return in words what was done; "" where it was refused.

        Raises NotPossible where another officer moved the request on, NotFound where no such form is.
        """
        if self.do not in self.possible():
            if self.do not in GUARDS:
                raise NotFound
            next_status(self.request.status, GUARDS[self.do])
            raise NotPossible(
                "This cannot be done now. Look at the request again: it says what is to be done."
            )
        match self.do:
            case "send":
                return self._send()
            case "answer":
                return self._answer()
            case "remind":
                return self._remind()
            case "silence":
                service.record_silence(self.request, actor=current_officer())
                return "It is recorded that no reply came."
        return self._look()

    def possible(self) -> list[str]:
        """Return the parts that make sense in the state that the request is in."""
        request = self.request
        last = self.mail["last"]
        held_back = request.police_answer is PoliceAnswer.OBJECTS or (isinstance(last, Message) and last.live)
        found = {
            SEND: RequestAction.SEND in actions_from(request.status) and not held_back,
            LOOK: request.status in LOOKED_AT_IN,
            ANSWER: bool(acting.answers_possible(request)),
            REMIND: request.status in AWAITED and request.paused_on is None,
            SILENCE: can_do(request, RequestAction.RECORD_SILENCE),
        }
        return [part for part, may in found.items() if may]

    def stage(self) -> ResponseReturnValue:
        """Take in the file that came by itself, for the look or the answer that is to follow."""
        if self.do not in {LOOK, ANSWER} or self.do not in self.possible():
            raise NotFound
        return answer_box(self.request, self._title())

    def _title(self) -> str:
        return acting.capture_title(self.request) if self.do == LOOK else acting.answer_title(self.request)

    def _send(self) -> str:
        self.came = form = acting.sent_form(self.request, SEND)
        if form.submitted():
            with form.catching():
                acting.record_sent(self.request, form)
                return "Marked as sent."
        return ""

    def _answer(self) -> str:
        self.came = form = acting.reply_form(self.request, acting.answers_possible(self.request), ANSWER)
        whole = form.submitted()
        with form.catching():
            keep(form, self.request, self._title())
            if whole and not form.failed:
                acting.record_answer(self.request, form)
                return "The answer is recorded."
        return ""

    def _remind(self) -> str:
        self.came = form = acting.reminder_form(REMIND)
        if form.submitted():
            with form.catching():
                acting.record_reminded(self.request, form)
                return "The reminder is recorded."
        return ""

    def _look(self) -> str:
        self.came = form = acting.look_form(self.request, LOOK)
        post = self._post(self.standing())
        whole = form.submitted()
        with form.catching():
            if self.standing().purpose(post.id, clock.today()):
                keep(form, self.request, self._title())
            if whole and not form.failed:
                if not queries.is_recorded(
                    self.request, post, current_officer(), form.seen_at.data, form.seen.data
                ):
                    return acting.record_look(self.request, post, form)
                return "The look is recorded."
        return ""

    def standing(self) -> Standing:
        """Return how its looks stand, from what is loaded with it: one SELECT."""
        return queries.standing_of(self.request)

    def _post(self, stand: Standing) -> Post:
        """Return the post that is to be looked at: the one asked for, else the first of which a look is wanted."""
        if self.chosen:
            found = next((post for post in self.request.posts if str(post.id) == self.chosen), None)
            if found is None:
                raise NotFound
            return found
        today = clock.today()
        open_ones = [post for post in self.request.posts if stand.purpose(post.id, today)]
        unseen = [
            post
            for post in open_ones
            if not any(london_date(look.seen_at) == today for look in stand.looks[post.id])
        ]
        return next(iter(unseen or open_ones), self.request.posts[0])

    def _forms(self) -> dict[str, Form]:
        possible = self.possible()
        made: dict[str, Form] = {}
        if SEND in possible:
            made[SEND] = acting.sent_form(self.request, SEND)
        look = acting.look_form(self.request, LOOK) if LOOK in possible else None
        if ANSWER in possible:
            kinds: list[ReplyKind] = acting.answers_possible(self.request)
            made[ANSWER] = acting.reply_form(self.request, kinds, ANSWER, beside=look)
        if REMIND in possible:
            made[REMIND] = acting.reminder_form(REMIND)
        if look is not None:
            made[LOOK] = look
        if self.came is not None and self.do in made:
            made[self.do] = self.came
        return made

    def _opened(self, wanted: Pressing, possible: list[str]) -> str:
        """Return the part that is open: the one asked for, else what is to be done now."""
        if self.do in possible:
            return self.do
        late = self.request.deadline is not None and self.request.deadline < clock.today()
        natural = {
            Pressing.SEND: SEND,
            Pressing.CHASE: ANSWER if late else REMIND,
            Pressing.LOOK: LOOK,
            Pressing.WAITING: ANSWER if self.request.status in AWAITED else "",
        }
        part = natural.get(wanted, "")
        return part if part in possible else ""

    def page(self) -> ResponseReturnValue:
        """Return the screen; 422 where a form was refused."""
        request, wanted = self.request, queries.group_of(self.request)
        forms, stand, closures = self._forms(), self.standing(), council.closures()
        here = url_for("my_requests.show", request_id=request.id)
        return page(
            "takedowns/mine_one.html",
            form=self.came,
            removal=request,
            removal_tone=tone(request.status),
            forms=forms,
            opened=self._opened(wanted, list(forms)),
            next_words=BEING_SENT
            if wanted is Pressing.SEND and SEND not in forms
            else sentence(request, wanted, clock.today(), closures),
            deadline=deadline_words(request),
            lapsed=request.has_lapsed(clock.today()),
            looks=stand.looks,
            not_gone={post_id: why_not_gone(each) for post_id, each in stand.looks.items()},
            post=(post := self._post(stand)),
            purpose=stand.purpose(post.id, clock.today()),
            left=stand.announced_left(post.id),
            asked=stand.asked,
            second_from=second_from(stand.looks[post.id]),
            fate=fate(self.came) if isinstance(self.came, AttachingForm) else "",
            platform_of=platform_of,
            place=place,
            mail=self.mail,
            writable=writable(request),
            copies=queries.copies_for(request),
            here=here,
            silence=SILENCE in self.possible(),
        )
