"""Every act that the trail knows, with its sentence. `{actor}` and the facts of the event fill the gaps.

Sentences are composed on view, so nothing personal stands in the chain. A fact that was disposed of reads "(disposed)".
"""

from enum import StrEnum


class Verb(StrEnum):
    """`<noun>.<what happened to it>`, in the past tense."""

    @property
    def label(self) -> str:
        """The verb for a list to choose from: "Case: registered"."""
        noun, _, happened = self.value.partition(".")
        return f"{noun.replace('-', ' ').capitalize()}: {happened.replace('-', ' ')}"

    ACCESS_REFUSED = "access.refused"
    ACCOUNT_CREATED = "account.created"
    ACCOUNT_CHANGED = "account.changed"
    ACCOUNT_DEACTIVATED = "account.deactivated"
    ACCOUNT_REACTIVATED = "account.reactivated"
    PASSWORD_CHANGED = "account.password-changed"  # noqa: S105  a verb, not a secret
    ROLE_GRANTED = "role.granted"
    ROLE_TAKEN = "role.taken"
    CALENDAR_MADE = "calendar.made"
    CALENDAR_REVOKED = "calendar.revoked"
    SESSION_ENDED = "session.ended"
    SIGNED_IN = "session.signed-in"
    SIGN_IN_FAILED = "session.sign-in-failed"

    AUTHORITY_CREATED = "authority.created"
    AUTHORITY_CHANGED = "authority.changed"
    COUNCILLOR_CREATED = "councillor.created"
    COUNCILLOR_CHANGED = "councillor.changed"
    OFFICE_ADDED = "office.added"
    OFFICE_CHANGED = "office.changed"
    OFFICE_ENDED = "office.ended"
    SOCIAL_ACCOUNT_ADDED = "social-account.added"
    SOCIAL_ACCOUNT_CHANGED = "social-account.changed"
    SOCIAL_ACCOUNT_REMOVED = "social-account.removed"
    MEMBERS_IMPORTED = "members.imported"
    COUNCIL_CHANGED = "council.changed"
    CLOSURE_ADDED = "closure.added"
    CLOSURE_REMOVED = "closure.removed"
    ELECTION_ADDED = "election-period.added"
    ELECTION_REMOVED = "election-period.removed"

    CODE_CREATED = "code.created"
    CODE_CHANGED = "code.changed"
    VERSION_CREATED = "code-version.created"
    VERSION_CHANGED = "code-version.changed"
    VERSION_PUBLISHED = "code-version.published"
    VERSION_DISCARDED = "code-version.discarded"
    CLAUSE_ADDED = "clause.added"
    CLAUSE_CORRECTED = "clause.corrected"
    CLAUSE_REMOVED = "clause.removed"
    CLAUSE_AMENDED = "clause.amended"
    WORDING_FILLED = "clause.wording-filled"

    CASE_DRAFTED = "case.drafted"
    CASE_REGISTERED = "case.registered"
    CASE_CHANGED = "case.changed"
    CASE_CLOSED = "case.closed"
    CASE_REOPENED = "case.reopened"
    CASE_MERGED = "case.merged"
    CASE_DISCARDED = "case.discarded"
    CASE_IMPORTED = "case.imported"
    CASE_LINKED = "case.linked"
    CASE_UNLINKED = "case.unlinked"
    CASE_JUDGED_SEPARATE = "case.judged-separate"
    CASE_PRINTED = "case.printed"
    CASES_EXPORTED = "cases.exported"
    OFFICER_ASSIGNED = "case.officer-assigned"
    OFFICER_UNASSIGNED = "case.officer-unassigned"
    WALL_RAISED = "case.wall-raised"
    WALL_LIFTED = "case.wall-lifted"
    NAMESAKE_CLEARED = "case.namesake-cleared"
    COMPLAINT_ADDED = "complaint.added"
    COMPLAINT_CHANGED = "complaint.changed"
    CONFIDENTIALITY_DECIDED = "complaint.confidentiality-decided"
    CONDUCT_CHANGED = "conduct.changed"
    POST_ADDED = "post.added"
    POST_CHANGED = "post.changed"
    POST_REMOVED = "post.removed"
    SUBJECT_ADDED = "subject.added"
    SUBJECT_CHANGED = "subject.changed"
    SUBJECT_REMOVED = "subject.removed"
    SAFETY_RECORDED = "safety.recorded"
    SAFETY_CHANGED = "safety.changed"
    EXPOSURE_RECORDED = "exposure.recorded"
    EXPOSURE_CHANGED = "exposure.changed"
    ALLEGATION_MADE = "allegation.made"
    ALLEGATION_CHANGED = "allegation.changed"
    ALLEGATION_WITHDRAWN = "allegation.withdrawn"
    CLAUSE_ACCEPTED = "clause.accepted"
    CLAUSE_SET_ASIDE = "clause.set-aside"
    FINDING_MADE = "allegation.finding-made"
    NOTE_ADDED = "note.added"
    ACTION_ADDED = "action.added"
    ACTION_CHANGED = "action.changed"
    ACTION_DONE = "action.done"

    EXHIBIT_RECEIVED = "exhibit.received"
    EXHIBIT_REFUSED = "exhibit.refused"
    EXHIBIT_RELEASED = "exhibit.released"
    EXHIBIT_SCANNED = "exhibit.scanned"
    EXHIBIT_SEALED = "exhibit.sealed"
    EXHIBIT_UNSEALED = "exhibit.unsealed"
    EXHIBIT_DESCRIBED = "exhibit.described"
    POST_PROPOSED = "exhibit.post-proposed"
    POST_CONFIRMED = "exhibit.post-confirmed"
    POST_DENIED = "exhibit.post-denied"
    EXHIBIT_PREVIEWED = "exhibit.previewed"
    ORIGINAL_VIEWED = "exhibit.original-viewed"
    METADATA_VIEWED = "exhibit.metadata-viewed"
    ORIGINAL_DOWNLOADED = "exhibit.original-downloaded"
    FIXITY_CONFIRMED = "exhibit.fixity-confirmed"
    FIXITY_FAILED = "exhibit.fixity-failed"
    EXHIBIT_TRANSFERRED = "exhibit.transferred"
    EXHIBIT_DISCLOSED = "exhibit.disclosed"
    EXHIBIT_RETURNED = "exhibit.returned"
    TEXT_READ = "exhibit.text-read"
    TRANSCRIBED = "exhibit.transcribed"
    SUGGESTION_ACCEPTED = "exhibit.suggestion-accepted"
    SUGGESTION_DECLINED = "exhibit.suggestion-declined"
    HOLD_SET = "exhibit.hold-set"
    HOLD_LIFTED = "exhibit.hold-lifted"
    DESTRUCTION_PROPOSED = "exhibit.destruction-proposed"
    DESTRUCTION_REFUSED = "exhibit.destruction-refused"
    EXHIBIT_DESTROYED = "exhibit.destroyed"
    REDACTION_DRAFTED = "redaction.drafted"
    REDACTION_CHANGED = "redaction.changed"
    REDACTION_ASKED = "redaction.approval-asked"
    REDACTION_TAKEN_BACK = "redaction.taken-back"
    REDACTION_SENT_BACK = "redaction.sent-back"
    REDACTION_FAILED = "redaction.failed"
    REDACTION_RELEASED = "redaction.released"
    REDACTION_REVIEWED = "redaction.reviewed"
    REDACTION_WITHDRAWN = "redaction.withdrawn"
    REDACTED_COPY_DOWNLOADED = "redaction.copy-downloaded"
    REDACTED_COPY_SHOWN = "redaction.copy-shown"
    REDACTED_COPY_CHANGED = "redaction.copy-changed"
    EXHIBIT_PACKED = "exhibit.packed"
    PACK_ASKED = "evidence-pack.asked"
    PACK_BEGUN = "evidence-pack.begun"
    PACK_MADE = "evidence-pack.made"
    PACK_FAILED = "evidence-pack.failed"
    PACK_DOWNLOADED = "evidence-pack.downloaded"
    PACK_DELETED = "evidence-pack.deleted"
    SIGNING_KEY_MADE = "signing-key.made"
    STATEMENT_DRAFTED = "exhibit-statement.drafted"

    LETTER_PREPARED = "letter.prepared"
    LETTER_QUEUED = "letter.put-into-the-outbox"
    LETTER_TAKEN_BACK = "letter.taken-back"
    LETTER_BOUNCED = "letter.came-back"
    LETTER_ASTRAY = "letter.gone-astray"
    REQUEST_SENT_ANEW = "removal-request.sent-anew"
    LETTER_CHANGED = "letter.changed"
    LETTER_SENT = "letter.sent"
    LETTER_DISCARDED = "letter.discarded"
    LETTER_DOCUMENT_MADE = "letter.document-made"
    LETTER_WRITTEN_AS_TEXT = "letter.written-as-text"
    LETTER_TEMPLATE_UPLOADED = "letter-template.uploaded"
    LETTER_TEMPLATE_USED = "letter-template.taken-in-use"
    LETTER_TEMPLATE_REPLACED = "letter-template.replaced"
    LETTER_TEMPLATE_ENDED = "letter-template.built-in-again"

    REQUEST_DRAFTED = "removal-request.drafted"
    REQUEST_CHANGED = "removal-request.changed"
    REQUEST_MOVED = "removal-request.moved"
    REQUEST_GIVEN = "removal-request.given"
    REQUESTS_EXPORTED = "removal-requests.exported"
    REQUEST_FIGURES_EXPORTED = "removal-requests.figures-exported"
    REQUEST_REVIEWED = "removal-request.reviewed"
    RESPONSE_RECORDED = "removal-request.response-recorded"
    POST_OBSERVED = "removal-request.post-observed"
    POLICE_ASKED = "removal-request.police-asked"
    REQUEST_PAUSED = "removal-request.paused"
    REQUEST_RESUMED = "removal-request.resumed"
    REMINDER_DUE = "removal-request.reminder-due"
    REMINDER_SENT = "removal-request.reminder-sent"
    ROUTE_CHANGED = "removal-route.changed"
    LOOK_ADVICE_ASKED = "removal-request.look-advice-asked"
    LOOK_ADVISED = "removal-request.look-advised"
    REMOVAL_PROVED = "removal-request.proof-taken"

    ASSESSMENT_DECIDED = "assessment.decided"
    OUTCOME_DECIDED = "outcome.decided"
    PERSON_CONSULTED = "independent-person.consulted"
    CONSULTATION_CHANGED = "independent-person.changed"
    VIEW_RECORDED = "independent-person.view-recorded"
    REFERRAL_MADE = "referral.made"
    REFERRAL_CHANGED = "referral.changed"

    REPORT_DRAFTED = "report.drafted"
    REPORT_CHANGED = "report.changed"
    REPORT_DISCARDED = "report.discarded"
    REPORT_ISSUED = "report.issued"
    REPORT_DOWNLOADED = "report.downloaded"
    REPORT_WITHDRAWN = "report.withdrawn"

    AUDIT_CHECKED = "audit.checked"
    AUDIT_EXPORTED = "audit.exported"
    BACKUP_CREATED = "backup.created"
    BACKUP_RESTORED = "backup.restored"
    DEMO_LOADED = "demo.loaded"
    STORE_RECONCILED = "store.reconciled"
    STORE_VERIFIED = "store.verified"


DISPOSALS = frozenset(
    {Verb.EXHIBIT_DESTROYED.value}
)  # only these may empty the details of what they are about

SENTENCES: dict[Verb, str] = {
    Verb.ACCESS_REFUSED: "{actor} was refused {what}",
    Verb.ACCOUNT_CREATED: "{actor} created the account of {name}",
    Verb.ACCOUNT_CHANGED: "{actor} changed the account of {name}",
    Verb.ACCOUNT_DEACTIVATED: "{actor} deactivated the account of {name}",
    Verb.ACCOUNT_REACTIVATED: "{actor} reactivated the account of {name}",
    Verb.PASSWORD_CHANGED: "{actor} changed the password of {name}",
    Verb.ROLE_GRANTED: "{actor} granted {name} the role {role}",
    Verb.ROLE_TAKEN: "{actor} took the role {role} from {name}",
    Verb.CALENDAR_MADE: "{actor} made an address for a calendar of their deadlines",
    Verb.CALENDAR_REVOKED: "{actor} revoked the address of the calendar of their deadlines",
    Verb.SESSION_ENDED: "{actor} ended a session of {name}",
    Verb.SIGNED_IN: "{actor} signed in",
    Verb.SIGN_IN_FAILED: "A sign-in failed",
    Verb.AUTHORITY_CREATED: "{actor} added the authority {name}",
    Verb.AUTHORITY_CHANGED: "{actor} changed the authority {name}",
    Verb.COUNCILLOR_CREATED: "{actor} added {name}",
    Verb.COUNCILLOR_CHANGED: "{actor} changed the record of {name}",
    Verb.OFFICE_ADDED: "{actor} recorded the office {title} of {name}",
    Verb.OFFICE_CHANGED: "{actor} corrected the office {title} of {name}",
    Verb.OFFICE_ENDED: "{actor} recorded that {name} is no longer {title}",
    Verb.SOCIAL_ACCOUNT_ADDED: "{actor} recorded the account {handle} of {name}",
    Verb.SOCIAL_ACCOUNT_CHANGED: "{actor} changed the account {handle} of {name}",
    Verb.SOCIAL_ACCOUNT_REMOVED: "{actor} took the account {handle} of {name} out of the record: {reason}",
    Verb.MEMBERS_IMPORTED: "{actor} imported {count} rows about councillors from a file",
    Verb.COUNCIL_CHANGED: "{actor} changed the council’s settings",
    Verb.CLOSURE_ADDED: "{actor} recorded that the council is closed on {day}",
    Verb.CLOSURE_REMOVED: "{actor} recorded that the council is not closed on {day}",
    Verb.ELECTION_ADDED: "{actor} recorded a pre-election period: {election}, {days}",
    Verb.ELECTION_REMOVED: "{actor} removed a pre-election period: {election}, {days}",
    Verb.CODE_CREATED: "{actor} added the Code {name}",
    Verb.CODE_CHANGED: "{actor} changed the Code {name}",
    Verb.VERSION_CREATED: "{actor} began the version {name}",
    Verb.VERSION_CHANGED: "{actor} changed the version {name}",
    Verb.VERSION_PUBLISHED: "{actor} published the version {name}",
    Verb.VERSION_DISCARDED: "{actor} discarded the draft {name}",
    Verb.CLAUSE_ADDED: "{actor} added clause {name} to the draft",
    Verb.CLAUSE_CORRECTED: "{actor} corrected clause {name} of the draft",
    Verb.CLAUSE_REMOVED: "{actor} took clause {name} out of the draft",
    Verb.CLAUSE_AMENDED: "{actor} amended clause {name}",
    Verb.WORDING_FILLED: "{actor} filled in the official wording of {name}",
    Verb.CASE_DRAFTED: "{actor} began logging a suspected breach",
    Verb.CASE_REGISTERED: "{actor} registered the case as {reference}",
    Verb.CASE_CHANGED: "{actor} changed the case",
    Verb.CASE_CLOSED: "{actor} closed the case: {reason}",
    Verb.CASE_REOPENED: "{actor} reopened the case: {reason}",
    Verb.CASE_MERGED: "{actor} merged the case into {reference}: {reason}",
    Verb.CASE_DISCARDED: "{actor} discarded the draft: {reason}",
    Verb.CASE_IMPORTED: "{actor} imported the case from a spreadsheet",
    Verb.CASE_LINKED: "{actor} linked the case to {reference}: {reason}",
    Verb.CASE_UNLINKED: "{actor} removed the link to {reference}",
    Verb.CASE_JUDGED_SEPARATE: "{actor} judged the case separate from {reference}",
    Verb.CASE_PRINTED: "{actor} printed the case",
    Verb.CASES_EXPORTED: "{actor} exported a list of {count} cases",
    Verb.OFFICER_ASSIGNED: "{actor} assigned the case to {name}",
    Verb.OFFICER_UNASSIGNED: "{actor} ended the assignment of {name}",
    Verb.WALL_RAISED: "{actor} recorded that {name} must not see the case",
    Verb.NAMESAKE_CLEARED: "{actor} recorded that the officer {name} is not {whose}",
    Verb.WALL_LIFTED: "{actor} recorded that {name} may see the case again: {reason}",
    Verb.COMPLAINT_ADDED: "{actor} recorded a complaint",
    Verb.COMPLAINT_CHANGED: "{actor} changed a complaint",
    Verb.CONFIDENTIALITY_DECIDED: "{actor} decided on confidentiality: {decision}",
    Verb.CONDUCT_CHANGED: "{actor} changed the description of the conduct",
    Verb.POST_ADDED: "{actor} recorded a post",
    Verb.POST_CHANGED: "{actor} changed the record of a post",
    Verb.POST_REMOVED: "{actor} took a post out of the record: {reason}",
    Verb.SUBJECT_ADDED: "{actor} named {name} as the councillor concerned",
    Verb.SUBJECT_CHANGED: "{actor} changed what is recorded of {name}",
    Verb.SUBJECT_REMOVED: "{actor} recorded that {name} is not concerned",
    Verb.SAFETY_RECORDED: "{actor} recorded a safety matter",
    Verb.SAFETY_CHANGED: "{actor} changed a safety matter",
    Verb.EXPOSURE_RECORDED: "{actor} recorded whether personal data was exposed",
    Verb.EXPOSURE_CHANGED: "{actor} changed the record of exposed data",
    Verb.ALLEGATION_MADE: "{actor} recorded an allegation",
    Verb.ALLEGATION_CHANGED: "{actor} changed an allegation",
    Verb.ALLEGATION_WITHDRAWN: "{actor} withdrew an allegation: {reason}",
    Verb.CLAUSE_ACCEPTED: "{actor} mapped the conduct to {name}",
    Verb.CLAUSE_SET_ASIDE: "{actor} set {name} aside",
    Verb.FINDING_MADE: "{actor} recorded the finding: {finding}",
    Verb.NOTE_ADDED: "{actor} added a note",
    Verb.ACTION_ADDED: "{actor} added an action",
    Verb.ACTION_CHANGED: "{actor} changed an action",
    Verb.ACTION_DONE: "{actor} marked an action as done",
    Verb.EXHIBIT_RECEIVED: "{actor} received exhibit {label}",
    Verb.EXHIBIT_REFUSED: "A file from {actor} was refused: {reason}",
    Verb.EXHIBIT_RELEASED: "{actor} released exhibit {label} from quarantine: {reason}",
    Verb.EXHIBIT_SCANNED: "Exhibit {label} was looked at by the virus scanner: {result}",
    Verb.EXHIBIT_SEALED: "{actor} sealed exhibit {label} as an indecent or intimate image",
    Verb.EXHIBIT_UNSEALED: "{actor} lifted the seal from exhibit {label}: {reason}",
    Verb.EXHIBIT_DESCRIBED: "{actor} described exhibit {label}",
    Verb.POST_PROPOSED: "Casework proposed that exhibit {label} shows the only post of the case",
    Verb.POST_CONFIRMED: "{actor} said that exhibit {label} shows the post that Casework had proposed",
    Verb.POST_DENIED: "{actor} said that exhibit {label} does not show the post that Casework had proposed",
    Verb.EXHIBIT_PREVIEWED: "A preview of exhibit {label} was made",
    Verb.ORIGINAL_VIEWED: "{actor} looked at the original of exhibit {label} at full size: {purpose}",
    Verb.METADATA_VIEWED: "{actor} looked at what the file of exhibit {label} says of itself: {purpose}",
    Verb.ORIGINAL_DOWNLOADED: "{actor} downloaded the original of exhibit {label}: {purpose}",
    Verb.FIXITY_CONFIRMED: "Exhibit {label} was found unchanged",
    Verb.FIXITY_FAILED: "Exhibit {label} no longer matches the hash recorded when it was received",
    Verb.EXHIBIT_TRANSFERRED: "{actor} recorded that exhibit {label} was handed over to {other}: {reason}",
    Verb.EXHIBIT_DISCLOSED: "{actor} recorded that exhibit {label} was disclosed to {other}: {reason}",
    Verb.EXHIBIT_RETURNED: "{actor} recorded that exhibit {label} came back from {other}: {reason}",
    Verb.TEXT_READ: "Software looked for words in exhibit {label}: {result}",
    Verb.TRANSCRIBED: "{actor} wrote down the words of exhibit {label}, version {number}",
    Verb.SUGGESTION_ACCEPTED: "{actor} took the {what} from exhibit {label} onto a post",
    Verb.SUGGESTION_DECLINED: "{actor} set aside the {what} that software took from exhibit {label}",
    Verb.HOLD_SET: "{actor} put exhibit {label} on hold: {reason}",
    Verb.HOLD_LIFTED: "{actor} lifted the hold on exhibit {label}: {reason}",
    Verb.DESTRUCTION_PROPOSED: "{actor} proposed to destroy exhibit {label}: {reason}",
    Verb.DESTRUCTION_REFUSED: "{actor} refused to destroy exhibit {label}: {reason}",
    Verb.EXHIBIT_DESTROYED: "{actor} approved the destruction of exhibit {label}: {reason}",
    Verb.REDACTION_DRAFTED: "{actor} began a redacted copy of exhibit {label}: {name}",
    Verb.REDACTION_CHANGED: "{actor} changed the plan of the redacted copy {name}",
    Verb.REDACTION_ASKED: "{actor} asked for approval of the redacted copy {name}",
    Verb.REDACTION_TAKEN_BACK: "{actor} took the redacted copy {name} back from approval",
    Verb.REDACTION_SENT_BACK: "{actor} sent the redacted copy {name} back: {reason}",
    Verb.REDACTION_FAILED: "The redacted copy {name}, put to the checks by {actor}, did not pass: {failed}",
    Verb.REDACTION_RELEASED: "{actor} approved the redacted copy {name}, which passed {passed} of 8 checks",
    Verb.REDACTION_REVIEWED: "{actor} reviewed the approval of the redacted copy {name}",
    Verb.REDACTION_WITHDRAWN: "{actor} withdrew the redacted copy {name}: {reason}",
    Verb.REDACTED_COPY_DOWNLOADED: "{actor} downloaded the redacted copy {name}",
    Verb.REDACTED_COPY_SHOWN: "{actor} looked at page {page} of the redacted copy {name} for {purpose}",
    Verb.REDACTED_COPY_CHANGED: "Page {page} of the redacted copy {name} no longer matches the hash of what passed",
    Verb.EXHIBIT_PACKED: "Exhibit {label} was put into evidence pack {pack} ({profile})",
    Verb.PACK_ASKED: "{actor} asked for evidence pack {pack} ({profile}) for {whom}",
    Verb.PACK_BEGUN: "The making of evidence pack {pack} began",
    Verb.PACK_MADE: "Evidence pack {pack} ({profile}) was made and checked: {taken} exhibits in it, {left} left out",
    Verb.PACK_FAILED: "Evidence pack {pack} could not be made: {reason}",
    Verb.PACK_DOWNLOADED: "{actor} downloaded evidence pack {pack} ({profile})",
    Verb.PACK_DELETED: "Evidence pack {pack} was deleted, as exhibit {label} in it was {why}",
    Verb.SIGNING_KEY_MADE: "The key that signs evidence packs was made; its fingerprint is {fingerprint}",
    Verb.STATEMENT_DRAFTED: "{actor} took a drafted exhibit statement of {count} exhibits",
    Verb.LETTER_PREPARED: "{actor} prepared a letter: {kind}",
    Verb.LETTER_QUEUED: "{actor} had a letter sent by e-mail: {kind}",
    Verb.LETTER_TAKEN_BACK: "{actor} took a letter back before it was sent: {kind}",
    Verb.LETTER_BOUNCED: "{actor} recorded that a letter came back: {kind}. {why}",
    Verb.LETTER_ASTRAY: "A letter did not arrive by e-mail: {kind}. {why}",
    Verb.REQUEST_SENT_ANEW: "{actor} sent removal request {name} anew",
    Verb.LETTER_CHANGED: "{actor} changed a letter: {kind}",
    Verb.LETTER_SENT: "{actor} marked a letter as sent: {kind}",
    Verb.LETTER_DISCARDED: "{actor} discarded a letter: {kind}",
    Verb.LETTER_DOCUMENT_MADE: "The Word document of a letter was made from version {number} of the council’s "
    "template: {kind}, to {to}",
    Verb.LETTER_WRITTEN_AS_TEXT: "{actor} had a letter written as plain text instead of a Word document: {kind}",
    Verb.LETTER_TEMPLATE_UPLOADED: "{actor} uploaded version {number} of a letter template: {kind}, to {to}",
    Verb.LETTER_TEMPLATE_USED: "{actor} took version {number} of a letter template in use: {kind}, to {to}",
    Verb.LETTER_TEMPLATE_REPLACED: "{actor} took version {number} of a letter template out of use: {kind}, to {to}",
    Verb.LETTER_TEMPLATE_ENDED: "{actor} returned from version {number} of a letter template to the built-in letter: "
    "{kind}, to {to}",
    Verb.REQUEST_DRAFTED: "{actor} drafted removal request {name}",
    Verb.REQUEST_CHANGED: "{actor} changed removal request {name}",
    Verb.REQUEST_MOVED: "{actor} moved removal request {name} to “{to}”",
    Verb.REQUEST_GIVEN: "{actor} gave removal request {name} to {officer}",
    Verb.REQUEST_FIGURES_EXPORTED: "{actor} exported the figures of removal requests from {period}",
    Verb.REQUESTS_EXPORTED: "{actor} exported a list of {count} removal requests",
    Verb.REQUEST_REVIEWED: "{actor} reviewed removal request {name}",
    Verb.RESPONSE_RECORDED: "{actor} recorded a reply to removal request {name}: {reply}",
    Verb.POST_OBSERVED: "{actor} recorded what was seen for removal request {name}: {seen}",
    Verb.POLICE_ASKED: "{actor} recorded what the police say to removal request {name}: {answer}",
    Verb.REQUEST_PAUSED: "{actor} paused the time to answer removal request {name} from {day}: {why}",
    Verb.REQUEST_RESUMED: "{actor} let the time to answer removal request {name} run again from {day}",
    Verb.REMINDER_DUE: "Whoever handles removal request {name} was told that a reminder is due",
    Verb.REMINDER_SENT: "{actor} recorded that a reminder of removal request {name} went out",
    Verb.ROUTE_CHANGED: "{actor} changed what the council says of a route of removal requests: {route}",
    Verb.LOOK_ADVICE_ASKED: "{actor} asked for advice on another look for removal request {name}",
    Verb.REMOVAL_PROVED: "{actor} took a proof sheet of removal request {name}: {edition}",
    Verb.LOOK_ADVISED: "{actor} advised on another look for removal request {name}: {answer}",
    Verb.ASSESSMENT_DECIDED: "{actor} recorded the assessment decision: {decision}",
    Verb.OUTCOME_DECIDED: "{actor} recorded the outcome: {decision}",
    Verb.PERSON_CONSULTED: "{actor} recorded that an Independent Person was consulted",
    Verb.CONSULTATION_CHANGED: "{actor} corrected the consultation of {person}",
    Verb.VIEW_RECORDED: "{actor} recorded the Independent Person’s view",
    Verb.REFERRAL_MADE: "{actor} recorded a referral: {to}",
    Verb.REFERRAL_CHANGED: "{actor} changed a referral: {to}",
    Verb.REPORT_DRAFTED: "{actor} drafted a committee report",
    Verb.REPORT_CHANGED: "{actor} changed a draft committee report",
    Verb.REPORT_DISCARDED: "{actor} discarded a draft committee report",
    Verb.REPORT_ISSUED: "{actor} issued a committee report",
    Verb.REPORT_DOWNLOADED: "{actor} downloaded a committee report",
    Verb.REPORT_WITHDRAWN: "{actor} withdrew a committee report: {reason}",
    Verb.AUDIT_CHECKED: "{actor} checked the audit trail: {result}",
    Verb.AUDIT_EXPORTED: "{actor} exported {count} rows of the audit trail",
    Verb.BACKUP_CREATED: "A backup was made",
    Verb.BACKUP_RESTORED: "A backup was restored",
    Verb.DEMO_LOADED: "The demo council was loaded",
    Verb.STORE_RECONCILED: "The evidence store and the database were compared",
    Verb.STORE_VERIFIED: "{count} stored files were hashed again; {faults} did not match",
}


class _Facts(dict[str, object]):
    gap = "(disposed)"

    def __missing__(self, key: str) -> str:
        return self.gap


def sentence(verb: str, actor: str, facts: dict[str, object] | None, *, gap: str = "(disposed)") -> str:
    """Return the sentence of an event. `facts` is None where the detail was disposed of, or is not shown: see `gap`."""
    known = _Facts({**(facts or {}), "actor": actor})
    known.gap = gap
    return SENTENCES[Verb(verb)].format_map(known)
