"""What a role may do. One table, read by the guard, the pages, the services, the tests and the page of roles.

Who may see one particular case is not here: see `casework.cases.queries.visible_cases`.
"""

from collections.abc import Collection
from enum import StrEnum
from typing import Protocol


class Role(StrEnum):
    """The hats that an officer may wear; one officer may wear several."""

    MONITORING_OFFICER = "monitoring_officer"
    DEPUTY = "deputy"
    STANDARDS_OFFICER = "standards_officer"
    TAKEDOWN_OFFICER = "takedown_officer"
    INVESTIGATOR = "investigator"
    INDEPENDENT_PERSON = "independent_person"
    CLERK = "clerk"
    INFORMATION_GOVERNANCE = "information_governance"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        """The role in words."""
        return ROLE_LABELS[self]


ROLE_LABELS = {
    Role.MONITORING_OFFICER: "Monitoring Officer",
    Role.DEPUTY: "Deputy Monitoring Officer",
    Role.STANDARDS_OFFICER: "Standards officer",
    Role.TAKEDOWN_OFFICER: "Takedown officer",
    Role.INVESTIGATOR: "Investigator",
    Role.INDEPENDENT_PERSON: "Independent Person",
    Role.CLERK: "Committee clerk",
    Role.INFORMATION_GOVERNANCE: "Information governance",
    Role.AUDITOR: "Auditor",
    Role.ADMINISTRATOR: "System administrator",
}


class Permission(StrEnum):
    """`<noun>:<verb>`; says nothing of who."""

    ACCOUNT_OWN = "account:own"
    ACCOUNTS_MANAGE = "accounts:manage"
    AUDIT_VIEW = "audit:view"
    CASE_ASSIGN = "case:assign"
    CASE_DECIDE = "case:decide"
    CASE_EDIT = "case:edit"
    CASE_IMPORT = "case:import"
    CASE_LOG = "case:log"
    CASE_SEARCH = "case:search"
    CASE_VIEW_ALL = "case:view-all"
    CASE_VIEW_SOME = "case:view-some"
    CODE_EDIT = "code:edit"
    CODE_VIEW = "code:view"
    COUNCIL_EDIT = "council:edit"
    EVIDENCE_DESTROY = "evidence:destroy"
    EVIDENCE_ORIGINAL = "evidence:original"
    EVIDENCE_PACK = "evidence:pack"
    EVIDENCE_RELEASE = "evidence:release"
    EVIDENCE_SEALED = "evidence:sealed"
    MEMBER_EDIT = "member:edit"
    MEMBER_VIEW = "member:view"
    REDACTION_APPROVE = "redaction:approve"
    REPORT_ISSUE = "report:issue"
    REPORT_MAKE = "report:make"
    REPORT_READ_ISSUED = "report:read-issued"
    ROLES_VIEW = "roles:view"
    TAKEDOWN_APPROVE = "takedown:approve"
    TAKEDOWN_DRAFT = "takedown:draft"
    TAKEDOWN_HANDLE = "takedown:handle"


P = Permission
_EVERYONE = {P.ACCOUNT_OWN, P.ROLES_VIEW}
_CASEWORKER = _EVERYONE | {
    P.CASE_EDIT, P.CASE_IMPORT, P.CASE_LOG, P.CASE_SEARCH, P.CASE_VIEW_ALL, P.CASE_VIEW_SOME, P.CODE_VIEW,
    P.EVIDENCE_ORIGINAL, P.EVIDENCE_PACK, P.MEMBER_EDIT, P.MEMBER_VIEW, P.REDACTION_APPROVE, P.REPORT_MAKE,
    P.REPORT_READ_ISSUED, P.TAKEDOWN_DRAFT, P.TAKEDOWN_HANDLE,
}  # fmt: skip
_DECIDER = _CASEWORKER | {
    P.AUDIT_VIEW, P.CASE_ASSIGN, P.CASE_DECIDE, P.CODE_EDIT, P.COUNCIL_EDIT, P.EVIDENCE_DESTROY,
    P.EVIDENCE_RELEASE, P.EVIDENCE_SEALED, P.REPORT_ISSUE, P.TAKEDOWN_APPROVE,
}  # fmt: skip

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    role: frozenset(granted)
    for role, granted in {
        Role.MONITORING_OFFICER: _DECIDER,
        Role.DEPUTY: _DECIDER,
        Role.STANDARDS_OFFICER: _CASEWORKER,
        Role.TAKEDOWN_OFFICER: _EVERYONE | {P.TAKEDOWN_HANDLE},
        Role.INVESTIGATOR: _EVERYONE
        | {P.CASE_SEARCH, P.CASE_VIEW_SOME, P.CODE_VIEW, P.EVIDENCE_ORIGINAL, P.MEMBER_VIEW},
        Role.INDEPENDENT_PERSON: _EVERYONE | {P.CASE_SEARCH, P.CASE_VIEW_SOME, P.CODE_VIEW},
        Role.CLERK: _EVERYONE | {P.REPORT_READ_ISSUED},
        Role.INFORMATION_GOVERNANCE: _EVERYONE
        | {
            P.CASE_SEARCH, P.CASE_VIEW_ALL, P.CASE_VIEW_SOME, P.CODE_VIEW, P.EVIDENCE_ORIGINAL, P.MEMBER_VIEW,
            P.REPORT_READ_ISSUED, P.AUDIT_VIEW,
        },
        Role.AUDITOR: _EVERYONE | {P.AUDIT_VIEW, P.REPORT_READ_ISSUED},
        Role.ADMINISTRATOR: _EVERYONE | {P.ACCOUNTS_MANAGE, P.COUNCIL_EDIT},
    }.items()
}  # fmt: skip

PERMISSION_LABELS = {
    P.ACCOUNT_OWN: "Manage their own account",
    P.ACCOUNTS_MANAGE: "Manage accounts and grant roles (never to themselves)",
    P.AUDIT_VIEW: "Read and check the audit trail",
    P.CASE_ASSIGN: "Assign cases, and let an officer see one again from whom it was kept",
    P.CASE_DECIDE: "Decide: assessment, findings, outcomes, closing",
    P.CASE_EDIT: "Work on cases, and name officers who must not see one",
    P.CASE_IMPORT: "Import open cases from a spreadsheet",
    P.CASE_LOG: "Log a suspected breach",
    P.CASE_SEARCH: "Search, within the cases that they may see",
    P.CASE_VIEW_ALL: "See every case that they are not walled from",
    P.CASE_VIEW_SOME: "See the cases assigned to them",
    P.CODE_EDIT: "Change the Code library",
    P.CODE_VIEW: "Read the Code library",
    P.COUNCIL_EDIT: "Change the council's settings",
    P.EVIDENCE_DESTROY: "Destroy a wrong upload, as one of two officers",
    P.EVIDENCE_ORIGINAL: "Open and download original evidence",
    P.EVIDENCE_PACK: "Make and download evidence packs",
    P.EVIDENCE_RELEASE: "Release a file from quarantine that another officer received",
    P.EVIDENCE_SEALED: "Reach an indecent or intimate image that is sealed",
    P.MEMBER_EDIT: "Change councillors and authorities",
    P.MEMBER_VIEW: "Look up councillors",
    P.REDACTION_APPROVE: "Approve redacted copies that another drew",
    P.REPORT_ISSUE: "Issue committee reports",
    P.REPORT_MAKE: "Draft committee reports",
    P.REPORT_READ_ISSUED: "Read issued committee reports",
    P.ROLES_VIEW: "Read this table",
    P.TAKEDOWN_APPROVE: "Approve removal requests",
    P.TAKEDOWN_DRAFT: "Draft removal requests",
    P.TAKEDOWN_HANDLE: "Handle the removal requests given to them",
}


class HasRoles(Protocol):
    """Anyone whose roles are known."""

    @property
    def roles(self) -> Collection[Role]:
        """The hats worn."""


def can(viewer: HasRoles | None, permission: Permission) -> bool:
    """Say whether any of the viewer's roles grants `permission`. Nobody may do nothing.

    What everyone may do needs no role: whoever has an account can look after it, and sign out.
    """
    if viewer is None:
        return False
    return permission in _EVERYONE or any(permission in ROLE_PERMISSIONS[role] for role in viewer.roles)
