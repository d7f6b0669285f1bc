"""Forms over removal requests: shape and wording of what is entered."""

from typing import Any

from wtforms import BooleanField, FileField, IntegerField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import Optional

from casework.takedowns.route_facts import ANSWERED, Need
from casework.takedowns.workflow import (
    FINDINGS,
    Able,
    Advice,
    Confirmation,
    DeadlineBasis,
    Ground,
    Means,
    PauseReason,
    PoliceAnswer,
    ProportionalityQuestion,
    ReplyKind,
    RequestedAction,
    RequestStatus,
    Route,
    Seen,
    UrgentKind,
)
from casework.web.forms import (
    DateField,
    Form,
    LineField,
    MomentField,
    NotEmpty,
    OneOf,
    VersionField,
    WordsField,
)
from casework.words import Choice, YesNo


def _pick(kind: type[Choice]) -> Any:
    """Return how a posted value becomes a member of `kind`; what is none of them stays as it is and is refused."""
    members = {member.value: member for member in kind}
    return lambda value: members.get(value, value)


def _many(label: str, **kwargs: Any) -> Any:
    return SelectMultipleField(label, coerce=int, choices={}, **kwargs)


class RequestForm(Form):
    """A draft. Much of it may wait until it is approved. The questions on proportionality are added below."""

    version = VersionField(validators=[Optional()])
    posts = _many("Which posts")
    route = RadioField(
        "To whom it goes", choices=Route.choices(), coerce=_pick(Route), default=Route.COUNCILLOR
    )
    recipient = LineField(
        "Name of the recipient",
        description="As the letter is to address them, such as Councillor A. Example.",
    )
    recipient_contact = LineField("How to reach them", description="E-mail address, or the platform’s form.")
    requested_action = SelectField(
        "What is asked", choices=RequestedAction.choices(), coerce=_pick(RequestedAction)
    )
    wanted_words = WordsField(
        "What it should say instead",
        description="For a correction: the exact words. The recipient reads them.",
    )
    grounds = SelectMultipleField("On what ground", choices=Ground.choices(), default=[Ground.CODE.value])
    clauses = _many(
        "Clauses of the Code", description="Only obligations can be a ground; guidance is context."
    )
    ground_detail = LineField(
        "Which rule or law",
        description="In the platform’s own words, or the Act and section, such as UK GDPR Article 17 for an erasure. "
        "The recipient reads this.",
    )
    reasons = WordsField("Reasons for asking", description="For our record. The recipient does not see them.")
    member_told_by_letter = BooleanField("This letter also tells the councillor that the matter was recorded")
    person_told = BooleanField("The councillor has been told that they may ask an Independent Person")
    candidate = OneOf(
        "Is the councillor a candidate in an election now?",
        choices=YesNo.choices(),
        coerce=_pick(YesNo),
        default=YesNo.NOT_KNOWN,
    )
    deadline_days = IntegerField("Working days to answer", [Optional()])
    deadline_basis = SelectField(
        "What the time rests on",
        choices={"": "What the route says", **DeadlineBasis.choices()},
        coerce=_pick(DeadlineBasis),
        default="",
    )
    given_to_id = SelectField("Who sends it and follows it up", choices={"": "Nobody yet"})
    urgent = BooleanField("It is urgent, and is to be asked at once")
    urgent_kind = SelectField("What makes it urgent", choices={"": "Choose", **UrgentKind.choices()})
    urgent_reason = WordsField("Why it cannot wait")


def question_name(question: ProportionalityQuestion) -> str:
    """Return the name of the field of a question on proportionality."""
    return f"why_{question.value}"


for _question in ProportionalityQuestion:
    setattr(RequestForm, question_name(_question), WordsField(_question.label))


def need_name(need: Need) -> str:
    """Return the name of the field in which a need of the route is answered."""
    return f"need_{need.value}"


for _need in ANSWERED:
    setattr(RequestForm, need_name(_need), LineField(_need.label))


class ApprovalForm(Form):
    """Approve what was read, and confirm what only a person can."""

    version = VersionField()
    confirmed = SelectMultipleField("Confirm in person", choices=Confirmation.choices())
    election_note = WordsField("Why it is right to ask now")
    own_reason = WordsField("Why nobody else could approve it")


class ReviewForm(Form):
    """What a review found."""

    note = WordsField(
        "What you looked at, and whether it was right",
        [NotEmpty("Say what you looked at, and whether it was right.")],
    )


class GiveForm(Form):
    """Who handles it from now on."""

    given_to_id = SelectField("Officer", [NotEmpty("Choose an officer.")], choices={})


class SentForm(Form):
    """That the request went out."""

    version = VersionField()
    letter_version = VersionField()
    by_letter = OneOf(
        "How it went",
        [NotEmpty("Say whether the letter was sent as it stands.")],
        choices={
            "yes": "The letter, as it stands here",
            "no": "In other words, such as on the platform’s form",
        },
        default="yes",
    )
    sent_on = DateField("Day on which it was sent", [NotEmpty("Give the day on which it was sent.")])
    sent_how = LineField(
        "By what way",
        [NotEmpty("Say how it was sent, such as by e-mail or on the platform’s own form.")],
        description="Such as: by e-mail, on the platform’s report form.",
    )
    platform_reference = LineField("The platform’s own reference", [Optional()])
    deadline = DateField("Answer asked for by", description="As the letter says it.")


class PoliceForm(Form):
    """What the police say to the request being made."""

    version = VersionField()
    asked_on = DateField("Day on which they were asked", [NotEmpty("Give the day on which they were asked.")])
    asked_of = LineField(
        "Who was asked", [NotEmpty("Say who was asked.")], description="Name, rank or number, and force."
    )
    answer = SelectField(
        "What they answered", choices={"": "No answer yet", **PoliceAnswer.choices()}, default=""
    )
    answered_on = DateField("Day of their answer")
    words = WordsField("Their words", description="Needed where they object, or withdraw an objection.")


class PauseForm(Form):
    """Why the time to answer does not run for a while."""

    kind = OneOf(
        "Why it is paused",
        [NotEmpty("Say why it is paused.")],
        choices=PauseReason.choices(),
        coerce=_pick(PauseReason),
    )
    words = WordsField("Who asked for it, and why", [NotEmpty("Say who asked for it, and why.")])
    from_day = DateField("First day of the pause", [NotEmpty("Give the first day of the pause.")])
    until_day = DateField(
        "Last day, where it is known", description="Left empty: until you let it run again."
    )


class ResumeForm(Form):
    """From when the time runs again."""

    runs_again_on = DateField(
        "First day on which it runs again", [NotEmpty("Give the first day on which it runs again.")]
    )


class ReminderForm(Form):
    """That the recipient was reminded."""

    reminded_on = DateField("Day on which they were reminded", [NotEmpty("Give the day.")])
    how = LineField("By what way", [NotEmpty("Say how they were reminded, such as by e-mail.")])


class RouteForm(Form):
    """What the council says of one route."""

    version = VersionField()
    offered = BooleanField("It is offered when a request is drafted")
    days = IntegerField("Working days to answer", [NotEmpty("Enter a whole number of working days.")])
    basis = RadioField("What the time rests on", choices=DeadlineBasis.choices(), coerce=_pick(DeadlineBasis))
    remind_day = IntegerField(
        "Remind on working day",
        [NotEmpty("Enter a whole number; 0 for no reminder.")],
        description="Counted from the day of sending. 0 for no reminder.",
    )
    note = WordsField("The council’s own note", description="Shown where the route is chosen.")


class AttachingForm(Form):
    """What may have an exhibit with it: a file that is taken in, or one that the case holds already.

    `taken_in`: the label that the file got, where it was taken in although the form was refused.
    """

    taken_in = ""
    file = FileField()
    exhibit = SelectField("Or an exhibit that is held already", choices={"": "None"}, default="")


class ReplyForm(AttachingForm):
    """What was answered."""

    kind = OneOf(
        "What they say",
        [NotEmpty("Say what they answered.")],
        choices=ReplyKind.choices(),
        coerce=_pick(ReplyKind),
    )
    received_on = DateField(
        "Day on which the answer came", [NotEmpty("Give the day on which the answer came.")]
    )
    words = WordsField("Their words", description="Needed where they refuse or dispute it.")
    file = FileField(
        "Their answer as it came",
        description="Such as the e-mail, or a picture of the message. It becomes an exhibit of the case.",
    )


class MessageForm(AttachingForm):
    """An answer as it came by e-mail."""

    file = FileField(
        "The e-mail", description="A file that ends in .eml or .msg, as your e-mail program saves it."
    )


class MeansForm(Form):
    """When and by what means somebody looked."""

    means = OneOf(
        "How you looked",
        choices=Means.choices(),
        coerce=_pick(Means),
        description="Never with your own account, and never with a false one.",
    )
    account = SelectField(
        "Which account of the council", choices={"": "None: logged out"}, default="", validators=[Optional()]
    )
    device = LineField(
        "Device and browser", description="Such as: office laptop, Firefox. You may leave it empty."
    )
    seen_at = MomentField("When you looked", [NotEmpty("Give the day and time at which you looked.")])


class SightForm(MeansForm, AttachingForm):
    """What somebody read and captured when they looked."""

    wording = WordsField(
        "The exact words shown", description="Such as: This content isn’t available right now."
    )
    file = FileField(
        "Capture of what you saw",
        description="A screenshot with the address and the date in view. Two looks, each with a capture of its own, "
        "are needed to say that it is gone.",
    )


class LookForm(SightForm):
    """What was seen of one post."""

    seen = OneOf("What you saw", [NotEmpty("Say what you saw.")], choices=Seen.choices(), coerce=_pick(Seen))
    able = OneOf(
        "How you know that you would have seen it",
        choices=Able.choices(),
        coerce=_pick(Able),
        default=Able.NOT_SHOWN,
        description="Whoever is blocked, or not signed in, may see less. Two looks that find it gone count only where "
        "this is shown.",
    )
    able_words = WordsField(
        "What you saw of the account",
        description="Such as its name, and the day of its newest post. Only where you saw it at this look.",
    )


class ReappearForm(SightForm):
    """That a post is there again, or a copy of it elsewhere."""

    same = OneOf(
        "What is there",
        [NotEmpty("Say what is there.")],
        choices={"same": "The post itself, at its address", "copy": "A copy of it, at another address"},
    )
    copy_address = LineField("Address of the copy", description="As whoever told you gave it.")
    noticed = WordsField(
        "How it came to notice",
        [NotEmpty("Say how it came to notice.")],
        description="Such as: the person named in it told us on Monday. Nobody is to go and search for it.",
    )


class FindingForm(Form):
    """What the looks amount to."""

    finding = OneOf(
        "What was found",
        [NotEmpty("Choose what was found.")],
        choices={finding.value: finding.label for finding in FINDINGS},
    )
    reason = WordsField(
        "Reason", description="Needed where it cannot be verified, or where captures came late."
    )


class MonitorForm(Form):
    """Why a removal is checked again later, and until when."""

    version = VersionField()
    reason = WordsField(
        "Why it is necessary",
        [NotEmpty("Say why it is necessary, and why looking less would not do.")],
        description="And why it is proportionate. It is for our record.",
    )
    until = DateField("Last day of the monitoring", [NotEmpty("Give the last day.")])


class AskForm(Form):
    """Why another look is needed."""

    question = WordsField(
        "Why another look is needed",
        [NotEmpty("Say why another look is needed, and what else was considered.")],
        description="And what else was considered, such as asking whoever told you for a picture.",
    )


class AdviceForm(Form):
    """What is said to another look."""

    answer = OneOf(
        "Your advice", [NotEmpty("Choose your advice.")], choices=Advice.choices(), coerce=_pick(Advice)
    )
    until = DateField("Until which day", description="Where it is allowed until a day.")
    words = WordsField(
        "Your reasons",
        [NotEmpty("Give your reasons.")],
        description="Whether it is necessary, proportionate, and not surveillance that needs an authorisation.",
    )


class EndForm(Form):
    """Why it ends."""

    version = VersionField()
    reason = WordsField("Reason", [NotEmpty("Give the reason.")])


class WithdrawForm(EndForm):
    """Why it is taken back, and how the recipient was told."""

    recipient_told = LineField(
        "How the recipient was told", [NotEmpty("Say how the recipient was told that it is withdrawn.")]
    )


class RegisterForm(Form):
    """Filters of the register; nothing chosen means all."""

    status = SelectField("State", choices={"": "Any", "open": "Any that is open", **RequestStatus.choices()})
    route = SelectField("Route", choices={"": "Any", **Route.choices()})
    given_to = SelectField("Handled by", choices={"": "Anybody"})
    due = SelectField("Due", choices={"": "Any", "late": "Answer overdue", "review": "Review due"})
