"""Every table of the first release.

Revision: 0001, the first
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "audit_events",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "actor_id",
            sa.Integer(),
            nullable=True,
            comment="accounts: officers.id; empty: the software itself",
        ),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("subject_type", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("prev_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_events")),
    )
    with op.batch_alter_table("audit_events", schema=None) as batch_op:
        batch_op.create_index("ix_audit_events_actor_id_seq", ["actor_id", "seq"], unique=False)
        batch_op.create_index("ix_audit_events_at", ["at"], unique=False)
        batch_op.create_index("ix_audit_events_case_id_seq", ["case_id", "seq"], unique=False)
        batch_op.create_index("ix_audit_events_subject", ["subject_type", "subject_id", "seq"], unique=False)
        batch_op.create_index("ix_audit_events_verb_seq", ["verb", "seq"], unique=False)

    op.create_table(
        "authorities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "tier",
            sa.Enum(
                "county",
                "district",
                "parish",
                name="tier",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authorities")),
        sa.UniqueConstraint("name", name=op.f("uq_authorities_name")),
    )
    op.create_table(
        "case_counters",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_case_counters")),
    )
    op.create_table(
        "closures",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_closures")),
    )
    op.create_table(
        "codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column(
            "family",
            sa.Enum(
                "social_media", "members", name="family", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_codes")),
        sa.UniqueConstraint("title", name=op.f("uq_codes_title")),
    )
    op.create_table(
        "council_settings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("council_name", sa.Text(), nullable=False),
        sa.Column("committee_name", sa.Text(), nullable=False),
        sa.Column("reference_prefix", sa.Text(), nullable=False),
        sa.Column("accent_colour", sa.Text(), nullable=False),
        sa.Column("contact_name", sa.Text(), nullable=False),
        sa.Column("contact_email", sa.Text(), nullable=False),
        sa.Column("contact_phone", sa.Text(), nullable=False),
        sa.Column("police_contact", sa.Text(), nullable=False),
        sa.Column("data_protection_contact", sa.Text(), nullable=False),
        sa.Column("member_services_contact", sa.Text(), nullable=False),
        sa.Column("helpline_contact", sa.Text(), nullable=False),
        sa.Column("acknowledge_days", sa.Integer(), nullable=False, comment="working days"),
        sa.Column("assess_days", sa.Integer(), nullable=False, comment="working days"),
        sa.Column("update_days", sa.Integer(), nullable=False, comment="working days"),
        sa.Column("removal_days", sa.Integer(), nullable=False, comment="working days"),
        sa.Column("duplicate_days", sa.Integer(), nullable=False, comment="calendar days either side"),
        sa.Column("small_number", sa.Integer(), nullable=False),
        sa.Column("self_approval", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_council_settings_one_row")),
        sa.CheckConstraint("small_number >= 3", name=op.f("ck_council_settings_small_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council_settings")),
    )
    op.create_table(
        "councillors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "sort_name",
            sa.Text().with_variant(sa.Text(collation="C"), "postgresql"),
            nullable=False,
            comment="surname first, folded, for lists and type-ahead",
        ),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_councillors")),
    )
    with op.batch_alter_table("councillors", schema=None) as batch_op:
        batch_op.create_index("ix_councillors_sort_name", ["sort_name", "id"], unique=False)

    op.create_table(
        "exhibit_counters",
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("prefix", name=op.f("pk_exhibit_counters")),
    )
    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("demo_loaded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("setup_token_hash", sa.Text(), nullable=True),
        sa.Column("setup_done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_installation_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
    )
    op.create_table(
        "officers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("exhibit_prefix", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column(
            "must_choose_password",
            sa.Boolean(),
            nullable=False,
            comment="somebody else set the password, and knows it",
        ),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_officers_email_lower")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officers")),
        sa.UniqueConstraint("email", name=op.f("uq_officers_email")),
        sa.UniqueConstraint("exhibit_prefix", name=op.f("uq_officers_exhibit_prefix")),
    )
    op.create_table(
        "search_documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column(
            "case_id", sa.Integer(), nullable=True, comment="cases.id; empty: visible to all who may search"
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_documents")),
    )
    with op.batch_alter_table("search_documents", schema=None) as batch_op:
        batch_op.create_index("ix_search_documents_case_id", ["case_id"], unique=False)
        batch_op.create_index("uq_search_documents_kind_subject_id", ["kind", "subject_id"], unique=True)

    op.create_table(
        "stored_files",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("mime", sa.Text(), nullable=False, comment="from the bytes, never from the name"),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.Column(
            "preview",
            sa.Enum(
                "ready",
                "none",
                "unreadable",
                name="preview",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "intact", sa.Boolean(), nullable=False, comment="False: the bytes no longer match; serving stops"
        ),
        sa.Column(
            "found_sha256",
            sa.Text(),
            nullable=True,
            comment="what the bytes hash to, where they no longer match",
        ),
        sa.Column("destroyed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_stored_files")),
    )
    op.create_table(
        "audit_details",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("salt", sa.Text(), nullable=True),
        sa.Column("body", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("disposed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(disposed_at IS NULL) = (body IS NOT NULL)", name=op.f("ck_audit_details_body_until_disposed")
        ),
        sa.CheckConstraint(
            "(disposed_at IS NULL) = (salt IS NOT NULL)", name=op.f("ck_audit_details_salt_until_disposed")
        ),
        sa.ForeignKeyConstraint(
            ["seq"], ["audit_events.seq"], name=op.f("fk_audit_details_seq_audit_events")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_details")),
    )
    op.create_table(
        "cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "open",
                "closed",
                "discarded",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "nature",
            sa.Enum(
                "disrespect_public",
                "disrespect_member",
                "disrespect_officer",
                "bullying",
                "discrimination",
                "confidential",
                "personal_data",
                "false_statement",
                "predetermination",
                "council_resources",
                "personal_interest",
                "intellectual_property",
                "comments_left",
                "blocking",
                "disrepute",
                "other",
                "not_sorted",
                name="nature",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "description", sa.Text(), nullable=False, comment="what is said to have happened; internal"
        ),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column(
            "acknowledged_on",
            sa.Date(),
            nullable=True,
            comment="when the last of its complaints was acknowledged, and none waits; kept by the service, for lists",
        ),
        sa.Column(
            "acknowledge_from",
            sa.Date(),
            nullable=True,
            comment="when the first of the complaints that wait for an acknowledgement came; kept by the service",
        ),
        sa.Column("member_told_on", sa.Date(), nullable=True),
        sa.Column("next_update_on", sa.Date(), nullable=True),
        sa.Column(
            "next_due_on",
            sa.Date(),
            nullable=True,
            comment="earliest of what is due; kept by the service, for lists",
        ),
        sa.Column(
            "due_order",
            sa.Date(),
            nullable=False,
            comment="next_due_on, or the end of time: where nothing is due comes last on both databases",
        ),
        sa.Column(
            "member_order",
            sa.Text().with_variant(sa.Text(collation="C"), "postgresql"),
            nullable=False,
            comment="the first councillor's name as lists sort it; kept by the service",
        ),
        sa.Column(
            "police_involved",
            sa.Enum(
                "yes",
                "no",
                "not_known",
                name="police_involved",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "personal_data_exposed",
            sa.Enum(
                "yes", "no", "not_known", name="exposed", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column(
            "member_not_identified", sa.Boolean(), nullable=False, comment="said to be 'not yet identified'"
        ),
        sa.Column(
            "assessment",
            sa.Enum(
                "outside_code",
                "no_action",
                "informal",
                "investigate",
                name="assessment",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "outcome",
            sa.Enum(
                "no_breach",
                "breach",
                "resolved",
                "withdrawn",
                "no_determination",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("imported", sa.Boolean(), nullable=False),
        sa.Column(
            "answered",
            sa.JSON(),
            nullable=False,
            comment="questions to which “not known” or “not looked” is an answer, and was given",
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(closed_on IS NOT NULL) = (status = 'closed')", name=op.f("ck_cases_closed_when_closed")
        ),
        sa.CheckConstraint(
            "(reference IS NULL) = (status IN ('draft', 'discarded'))",
            name=op.f("ck_cases_reference_when_registered"),
        ),
        sa.CheckConstraint(
            "merged_into_id IS NULL OR status = 'closed'", name=op.f("ck_cases_merged_is_closed")
        ),
        sa.CheckConstraint(
            "(reference IS NULL) = (registered_at IS NULL)", name=op.f("ck_cases_registered_with_reference")
        ),
        sa.CheckConstraint("merged_into_id <> id", name=op.f("ck_cases_not_merged_into_itself")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["officers.id"], name=op.f("fk_cases_created_by_id_officers")
        ),
        sa.ForeignKeyConstraint(["merged_into_id"], ["cases.id"], name=op.f("fk_cases_merged_into_id_cases")),
        sa.ForeignKeyConstraint(["owner_id"], ["officers.id"], name=op.f("fk_cases_owner_id_officers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("reference", name=op.f("uq_cases_reference")),
        sa.UniqueConstraint("year", "number", name="uq_cases_year_number"),
    )
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.create_index("ix_cases_due_order", ["due_order", "id"], unique=False)
        batch_op.create_index("ix_cases_member_order", ["member_order", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cases_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_index("ix_cases_nature_received_on", ["nature", "received_on", "id"], unique=False)
        batch_op.create_index("ix_cases_owner_id_status", ["owner_id", "status", "due_order"], unique=False)
        batch_op.create_index("ix_cases_received_on", ["received_on", "id"], unique=False)
        batch_op.create_index("ix_cases_registered_at", ["registered_at", "id"], unique=False)
        batch_op.create_index("ix_cases_status_due_order", ["status", "due_order", "id"], unique=False)
        batch_op.create_index("ix_cases_status_member_order", ["status", "member_order", "id"], unique=False)
        batch_op.create_index("ix_cases_status_received_on", ["status", "received_on", "id"], unique=False)

    op.create_table(
        "code_adoptions",
        sa.Column("code_id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authorities.id"], name=op.f("fk_code_adoptions_authority_id_authorities")
        ),
        sa.ForeignKeyConstraint(["code_id"], ["codes.id"], name=op.f("fk_code_adoptions_code_id_codes")),
        sa.PrimaryKeyConstraint("code_id", "authority_id", name=op.f("pk_code_adoptions")),
    )
    op.create_table(
        "code_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officers.id"], name=op.f("fk_code_imports_officer_id_officers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_imports")),
    )
    with op.batch_alter_table("code_imports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_code_imports_officer_id"), ["officer_id"], unique=False)

    op.create_table(
        "code_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft", "published", name="status", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("in_force_from", sa.Date(), nullable=True),
        sa.Column("in_force_to", sa.Date(), nullable=True),
        sa.Column(
            "irregularity",
            sa.Text(),
            nullable=False,
            comment="why a gap or overlap with another version is right",
        ),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "status = 'draft' OR in_force_from IS NOT NULL", name=op.f("ck_code_versions_published_has_start")
        ),
        sa.CheckConstraint(
            "in_force_to IS NULL OR in_force_to >= in_force_from", name=op.f("ck_code_versions_period")
        ),
        sa.ForeignKeyConstraint(["code_id"], ["codes.id"], name=op.f("fk_code_versions_code_id_codes")),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["officers.id"], name=op.f("fk_code_versions_published_by_id_officers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_versions")),
    )
    with op.batch_alter_table("code_versions", schema=None) as batch_op:
        batch_op.create_index(
            "ix_code_versions_code_id_in_force_from", ["code_id", "in_force_from"], unique=False
        )

    op.create_table(
        "committee_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "edition",
            sa.Enum("public", "exempt", name="edition", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "issued",
                "withdrawn",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("exempt_paragraphs", sa.JSON(), nullable=False),
        sa.Column("public_interest", sa.Text(), nullable=False),
        sa.Column("proper_officer", sa.Text(), nullable=False),
        sa.Column("name_open_cases", sa.Boolean(), nullable=False),
        sa.Column(
            "left_out",
            sa.JSON(),
            nullable=False,
            comment="ids of cases left out of the log; the report counts them",
        ),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by_id", sa.Integer(), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "audit_head", sa.Text(), nullable=True, comment="COUNT:HASH of the audit trail when issued"
        ),
        sa.Column(
            "published",
            sa.JSON(none_as_null=True),
            nullable=True,
            comment="what an issued public report shows: the next of those days is measured by it",
        ),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'draft') = (audit_head IS NULL)", name=op.f("ck_committee_reports_issued_has_head")
        ),
        sa.CheckConstraint(
            "(status = 'draft') = (issued_at IS NULL)", name=op.f("ck_committee_reports_issued_is_dated")
        ),
        sa.CheckConstraint(
            "(status = 'withdrawn') = (withdrawn_reason <> '')",
            name=op.f("ck_committee_reports_withdrawn_with_reason"),
        ),
        sa.CheckConstraint("period_to >= period_from", name=op.f("ck_committee_reports_period")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["officers.id"], name=op.f("fk_committee_reports_created_by_id_officers")
        ),
        sa.ForeignKeyConstraint(
            ["issued_by_id"], ["officers.id"], name=op.f("fk_committee_reports_issued_by_id_officers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_reports")),
    )
    with op.batch_alter_table("committee_reports", schema=None) as batch_op:
        batch_op.create_index("ix_committee_reports_status_id", ["status", "id"], unique=False)

    op.create_table(
        "derivatives",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("parent_sha256", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="preview or thumbnail"),
        sa.Column("recipe", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_sha256"], ["stored_files.sha256"], name=op.f("fk_derivatives_parent_sha256_stored_files")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_derivatives")),
        sa.UniqueConstraint("parent_sha256", "kind", name="uq_derivatives_parent_sha256_kind"),
    )
    op.create_table(
        "held_forms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column(
            "files", sa.JSON(), nullable=False, comment="names of files that came with it; they were not kept"
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officers.id"], name=op.f("fk_held_forms_officer_id_officers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_forms")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_held_forms_token_hash")),
    )
    with op.batch_alter_table("held_forms", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_held_forms_officer_id"), ["officer_id"], unique=False)

    op.create_table(
        "name_parts",
        sa.Column("part", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("councillor_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["councillor_id"], ["councillors.id"], name=op.f("fk_name_parts_councillor_id_councillors")
        ),
        sa.PrimaryKeyConstraint("part", "councillor_id", name=op.f("pk_name_parts")),
    )
    with op.batch_alter_table("name_parts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_name_parts_councillor_id"), ["councillor_id"], unique=False)

    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column(
            "case_id", sa.Integer(), nullable=True, comment="cases.id; a wall raised later hides the notice"
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_notices_officer_id_officers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.create_index("ix_notices_officer_id_read_at", ["officer_id", "read_at"], unique=False)

    op.create_table(
        "officer_roles",
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "monitoring_officer",
                "deputy",
                "standards_officer",
                "takedown_officer",
                "investigator",
                "independent_person",
                "clerk",
                "information_governance",
                "auditor",
                "administrator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("granted_by_id", sa.Integer(), nullable=True),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["granted_by_id"], ["officers.id"], name=op.f("fk_officer_roles_granted_by_id_officers")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officers.id"], name=op.f("fk_officer_roles_officer_id_officers")
        ),
        sa.PrimaryKeyConstraint("officer_id", "role", name=op.f("pk_officer_roles")),
    )
    op.create_table(
        "officer_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("agent", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officers.id"], name=op.f("fk_officer_sessions_officer_id_officers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_officer_sessions_token_hash")),
    )
    with op.batch_alter_table("officer_sessions", schema=None) as batch_op:
        batch_op.create_index(
            "ix_officer_sessions_officer_id_ended_at", ["officer_id", "ended_at"], unique=False
        )

    op.create_table(
        "offices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("councillor_id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "seat",
                "executive",
                "chair",
                "other",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("ward", sa.Text(), nullable=False),
        sa.Column("group_name", sa.Text(), nullable=False),
        sa.Column("held_from", sa.Date(), nullable=True),
        sa.Column("held_to", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "held_to IS NULL OR held_from IS NULL OR held_to >= held_from", name=op.f("ck_offices_period")
        ),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authorities.id"], name=op.f("fk_offices_authority_id_authorities")
        ),
        sa.ForeignKeyConstraint(
            ["councillor_id"], ["councillors.id"], name=op.f("fk_offices_councillor_id_councillors")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offices")),
    )
    with op.batch_alter_table("offices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offices_authority_id"), ["authority_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_offices_councillor_id"), ["councillor_id"], unique=False)

    op.create_table(
        "social_accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("councillor_id", sa.Integer(), nullable=False),
        sa.Column(
            "platform",
            sa.Enum(
                "facebook",
                "x",
                "whatsapp",
                "instagram",
                "youtube",
                "linkedin",
                "gaming",
                "tiktok",
                "nextdoor",
                "bluesky",
                "threads",
                "telegram",
                "reddit",
                "blog",
                "other",
                name="platform",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("handle", sa.Text(), nullable=False),
        sa.Column(
            "handle_key",
            sa.Text().with_variant(sa.Text(collation="C"), "postgresql"),
            nullable=False,
            comment="handle folded for matching: no @, lower case",
        ),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column(
            "use",
            sa.Enum(
                "official",
                "personal",
                "mixed",
                "not_known",
                name="use",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("disclaimer", sa.Text(), nullable=False),
        sa.Column("biography", sa.Text(), nullable=False),
        sa.Column("privacy", sa.Text(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["councillor_id"], ["councillors.id"], name=op.f("fk_social_accounts_councillor_id_councillors")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_social_accounts")),
    )
    with op.batch_alter_table("social_accounts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_social_accounts_councillor_id"), ["councillor_id"], unique=False)
        batch_op.create_index("ix_social_accounts_handle_key", ["handle_key"], unique=False)

    op.create_table(
        "actions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("set_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("officer_id IS NOT NULL OR who <> ''", name=op.f("ck_actions_somebody")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_actions_case_id_cases")),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_actions_officer_id_officers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actions")),
    )
    with op.batch_alter_table("actions", schema=None) as batch_op:
        batch_op.create_index("ix_actions_case_id", ["case_id"], unique=False)
        batch_op.create_index(
            "ix_actions_officer_id_done_on", ["officer_id", "done_on", "due_on"], unique=False
        )

    op.create_table(
        "assessment_decisions",
        sa.Column(
            "decision",
            sa.Enum(
                "outside_code",
                "no_action",
                "informal",
                "investigate",
                name="decision",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column(
            "recorded_on", sa.Date(), nullable=False, comment="when it was entered; reports count by this day"
        ),
        sa.Column("decision_maker", sa.Text(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_assessment_decisions_case_id_cases")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_decisions")),
    )
    with op.batch_alter_table("assessment_decisions", schema=None) as batch_op:
        batch_op.create_index("ix_assessment_decisions_case_id", ["case_id", "id"], unique=False)

    op.create_table(
        "assignments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "owner",
                "investigator",
                "independent_person",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_assignments_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officers.id"], name=op.f("fk_assignments_officer_id_officers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
    )
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignments_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            "ix_assignments_officer_id_ended_on", ["officer_id", "ended_on", "case_id"], unique=False
        )

    op.create_table(
        "case_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "related",
                "same_conduct",
                "separate",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("case_id < other_id", name=op.f("ck_case_links_ordered")),
        sa.ForeignKeyConstraint(["by_id"], ["officers.id"], name=op.f("fk_case_links_by_id_officers")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_links_case_id_cases")),
        sa.ForeignKeyConstraint(["other_id"], ["cases.id"], name=op.f("fk_case_links_other_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_links")),
        sa.UniqueConstraint("case_id", "other_id", name="uq_case_links_case_id_other_id"),
    )
    with op.batch_alter_table("case_links", schema=None) as batch_op:
        batch_op.create_index("ix_case_links_other_id", ["other_id"], unique=False)

    op.create_table(
        "clauses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("parent_reference", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "obligation",
                "guidance",
                "member_safety",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "advice",
            sa.Text(),
            nullable=False,
            comment="what an officer should do, e.g. advise before the meeting",
        ),
        sa.Column("keywords", sa.JSON(), nullable=False),
        sa.Column(
            "paragraphs",
            sa.JSON(),
            nullable=False,
            comment="references of Members' Code paragraphs that it maps to",
        ),
        sa.Column("wording", sa.Text(), nullable=True),
        sa.Column(
            "wording_filled_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="when absent wording was filled from an import",
        ),
        sa.Column(
            "version",
            sa.Integer(),
            nullable=False,
            comment="counts changes; `version_id` is the Code's version",
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["code_versions.id"], name=op.f("fk_clauses_version_id_code_versions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clauses")),
    )
    with op.batch_alter_table("clauses", schema=None) as batch_op:
        batch_op.create_index("uq_clauses_version_id_reference", ["version_id", "reference"], unique=True)

    op.create_table(
        "complaints",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "email",
                "form",
                "letter",
                "phone",
                "in_person",
                "noticed",
                "other",
                "not_known",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "category",
            sa.Enum(
                "public",
                "councillor",
                "officer",
                "clerk",
                "monitoring_officer",
                "anonymous",
                name="category",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("complainant_name", sa.Text(), nullable=False),
        sa.Column("complainant_contact", sa.Text(), nullable=False),
        sa.Column("wants", sa.Text(), nullable=False, comment="what the complainant wants to happen"),
        sa.Column(
            "confidentiality",
            sa.Enum(
                "not_asked",
                "undecided",
                "granted",
                "refused",
                name="confidentiality",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("confidentiality_reasons", sa.Text(), nullable=False),
        sa.Column("confidentiality_decided_on", sa.Date(), nullable=True),
        sa.Column("confidentiality_decided_by_id", sa.Integer(), nullable=True),
        sa.Column("acknowledged_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "confidentiality IN ('not_asked', 'undecided') OR confidentiality_decided_on IS NOT NULL",
            name=op.f("ck_complaints_decision_dated"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_complaints_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["confidentiality_decided_by_id"],
            ["officers.id"],
            name=op.f("fk_complaints_confidentiality_decided_by_id_officers"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaints")),
    )
    with op.batch_alter_table("complaints", schema=None) as batch_op:
        batch_op.create_index("ix_complaints_case_id", ["case_id"], unique=False)
        batch_op.create_index("ix_complaints_confidentiality", ["confidentiality", "id"], unique=False)

    op.create_table(
        "conducts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "posts",
                "deleting",
                "befriending",
                "browsing",
                "other_act",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=True),
        sa.Column("to_day", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "to_day IS NULL OR from_day IS NULL OR to_day >= from_day", name=op.f("ck_conducts_period")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_conducts_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conducts")),
    )
    with op.batch_alter_table("conducts", schema=None) as batch_op:
        batch_op.create_index("ix_conducts_case_id", ["case_id"], unique=False)

    op.create_table(
        "consultations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "statutory",
                "discretionary",
                "member",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("material", sa.Text(), nullable=False, comment="what they were sent"),
        sa.Column("view", sa.Text(), nullable=False),
        sa.Column("view_on", sa.Date(), nullable=True),
        sa.Column("taken_into_account", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(view = '') = (view_on IS NULL)", name=op.f("ck_consultations_view_dated")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_consultations_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultations")),
    )
    with op.batch_alter_table("consultations", schema=None) as batch_op:
        batch_op.create_index("ix_consultations_case_id", ["case_id", "id"], unique=False)

    op.create_table(
        "data_exposures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("aware_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "officer_told_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="when the data protection officer was told",
        ),
        sa.Column(
            "regulator_decision",
            sa.Text(),
            nullable=False,
            comment="whether reported to the regulator, and why",
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_data_exposures_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_exposures")),
        sa.UniqueConstraint("case_id", name=op.f("uq_data_exposures_case_id")),
    )
    op.create_table(
        "exhibits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column(
            "declared_name",
            sa.Text(),
            nullable=False,
            comment="as the browser named it; shown, never trusted",
        ),
        sa.Column(
            "title",
            sa.Text(),
            nullable=False,
            comment="what it shows: also the text alternative of its picture",
        ),
        sa.Column(
            "arrival",
            sa.Enum(
                "chosen",
                "dropped",
                "pasted",
                "imported",
                name="arrival",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_by_id", sa.Integer(), nullable=False),
        sa.Column(
            "captured_by",
            sa.Enum(
                "officer",
                "complainant",
                "member",
                "other",
                "not_known",
                name="captured_by",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("captured_by_name", sa.Text(), nullable=False),
        sa.Column("obtained_on", sa.Date(), nullable=True, comment="when the office got it"),
        sa.Column(
            "seen_live",
            sa.Enum(
                "yes",
                "no",
                "not_known",
                name="seen_live",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "answered",
            sa.JSON(),
            nullable=False,
            comment="the questions that somebody answered: “not known” is an answer too",
        ),
        sa.Column("destroyed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("destroyed_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(destroyed_at IS NULL) = (destroyed_reason = '')", name=op.f("ck_exhibits_destroyed_with_reason")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_exhibits_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["received_by_id"], ["officers.id"], name=op.f("fk_exhibits_received_by_id_officers")
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["stored_files.sha256"], name=op.f("fk_exhibits_sha256_stored_files")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exhibits")),
        sa.UniqueConstraint("prefix", "number", name="uq_exhibits_prefix_number"),
    )
    with op.batch_alter_table("exhibits", schema=None) as batch_op:
        batch_op.create_index("ix_exhibits_case_id_id", ["case_id", "id"], unique=False)
        batch_op.create_index("ix_exhibits_sha256", ["sha256"], unique=False)

    op.create_table(
        "final_outcomes",
        sa.Column(
            "outcome",
            sa.Enum(
                "no_breach",
                "breach",
                "resolved",
                "withdrawn",
                "no_determination",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="tells whether a reopening of the same day undid it",
        ),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column(
            "recorded_on", sa.Date(), nullable=False, comment="when it was entered; reports count by this day"
        ),
        sa.Column("decision_maker", sa.Text(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_final_outcomes_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_final_outcomes")),
    )
    with op.batch_alter_table("final_outcomes", schema=None) as batch_op:
        batch_op.create_index("ix_final_outcomes_case_id", ["case_id", "id"], unique=False)

    op.create_table(
        "jottings",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True, comment="empty only while it is being begun"),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column(
            "sent_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="when the page was sent; the draft holds it since",
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_jottings_case_id_cases")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_jottings")),
        sa.UniqueConstraint("case_id", name=op.f("uq_jottings_case_id")),
    )
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["officers.id"], name=op.f("fk_notes_author_id_officers")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_notes_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.create_index("ix_notes_case_id_id", ["case_id", "id"], unique=False)

    op.create_table(
        "referrals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "to",
            sa.Enum(
                "police",
                "safety",
                "data_protection",
                "other",
                name="referred_to",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("referred_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("their_reference", sa.Text(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("replied_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(reply = '') = (replied_on IS NULL)", name=op.f("ck_referrals_reply_dated")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_referrals_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referrals")),
    )
    with op.batch_alter_table("referrals", schema=None) as batch_op:
        batch_op.create_index("ix_referrals_case_id", ["case_id"], unique=False)

    op.create_table(
        "report_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["committee_reports.id"], name=op.f("fk_report_files_report_id_committee_reports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_files")),
    )
    with op.batch_alter_table("report_files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_files_report_id"), ["report_id"], unique=False)

    op.create_table(
        "safety_records",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("councillor_id", sa.Integer(), nullable=False),
        sa.Column("threat", sa.Text(), nullable=False),
        sa.Column(
            "police_told",
            sa.Enum(
                "yes",
                "no",
                "not_known",
                name="police_told",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("police_reference", sa.Text(), nullable=False),
        sa.Column(
            "contacts_told",
            sa.Text(),
            nullable=False,
            comment="which of the council's contacts were told, and when",
        ),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_safety_records_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["councillor_id"], ["councillors.id"], name=op.f("fk_safety_records_councillor_id_councillors")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safety_records")),
    )
    with op.batch_alter_table("safety_records", schema=None) as batch_op:
        batch_op.create_index("ix_safety_records_case_id", ["case_id"], unique=False)

    op.create_table(
        "status_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "registered",
                "closed",
                "reopened",
                "merged",
                "discarded",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["officers.id"], name=op.f("fk_status_changes_by_id_officers")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_status_changes_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_changes")),
    )
    with op.batch_alter_table("status_changes", schema=None) as batch_op:
        batch_op.create_index("ix_status_changes_case_id_id", ["case_id", "id"], unique=False)
        batch_op.create_index("ix_status_changes_on_day", ["on_day", "kind"], unique=False)

    op.create_table(
        "subject_members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("councillor_id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=True, comment="in which office, if known"),
        sa.Column("authority_id", sa.Integer(), nullable=True),
        sa.Column("capacity_facts", sa.JSON(), nullable=False),
        sa.Column("capacity_notes", sa.Text(), nullable=False),
        sa.Column(
            "removed_reason", sa.Text(), nullable=False, comment="not empty: found not to be concerned"
        ),
        sa.Column(
            "answered",
            sa.JSON(),
            nullable=False,
            comment="questions to which “not known” or “not looked” is an answer, and was given",
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authorities.id"], name=op.f("fk_subject_members_authority_id_authorities")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_subject_members_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["councillor_id"], ["councillors.id"], name=op.f("fk_subject_members_councillor_id_councillors")
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["offices.id"], name=op.f("fk_subject_members_office_id_offices")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subject_members")),
    )
    with op.batch_alter_table("subject_members", schema=None) as batch_op:
        batch_op.create_index("ix_subject_members_authority_id", ["authority_id", "case_id"], unique=False)
        batch_op.create_index("ix_subject_members_councillor_id", ["councillor_id", "case_id"], unique=False)
        batch_op.create_index(
            "uq_subject_members_case_id_councillor_id", ["case_id", "councillor_id"], unique=True
        )

    op.create_table(
        "walls",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("raised_by_id", sa.Integer(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_walls_case_id_cases")),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_walls_officer_id_officers")),
        sa.ForeignKeyConstraint(
            ["raised_by_id"], ["officers.id"], name=op.f("fk_walls_raised_by_id_officers")
        ),
        sa.PrimaryKeyConstraint("case_id", "officer_id", name=op.f("pk_walls")),
    )
    with op.batch_alter_table("walls", schema=None) as batch_op:
        batch_op.create_index("ix_walls_officer_id_case_id", ["officer_id", "case_id"], unique=False)

    op.create_table(
        "allegations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True, comment="empty: not yet identified"),
        sa.Column("conduct_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True, comment="of the Social Media Code"),
        sa.Column(
            "version_reason",
            sa.Text(),
            nullable=False,
            comment="why this version, where the date does not decide",
        ),
        sa.Column("paragraph", sa.Text(), nullable=False),
        sa.Column("paragraph_version_id", sa.Integer(), nullable=True, comment="of the Members' Code"),
        sa.Column("gist", sa.Text(), nullable=False, comment="what is alleged, in a sentence or two"),
        sa.Column(
            "capacity",
            sa.Enum(
                "not_considered",
                "official",
                "impression",
                "private",
                "mixed",
                "arguable",
                name="capacity",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("capacity_reasons", sa.Text(), nullable=False),
        sa.Column("expression", sa.JSON(), nullable=False),
        sa.Column(
            "finding",
            sa.Enum(
                "not_decided",
                "breach",
                "no_breach",
                "not_determined",
                name="finding",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("finding_reasons", sa.Text(), nullable=False),
        sa.Column("decision_maker", sa.Text(), nullable=False),
        sa.Column("authority_to_decide", sa.Text(), nullable=False),
        sa.Column("minute_reference", sa.Text(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "finding = 'not_decided' OR (finding_reasons <> '' AND decision_maker <> '' AND found_on IS NOT NULL AND (finding = 'not_determined' OR (capacity NOT IN ('not_considered', 'arguable') AND paragraph <> '')))",
            name=op.f("ck_allegations_finding_complete"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_allegations_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["conduct_id"], ["conducts.id"], name=op.f("fk_allegations_conduct_id_conducts")
        ),
        sa.ForeignKeyConstraint(
            ["paragraph_version_id"],
            ["code_versions.id"],
            name=op.f("fk_allegations_paragraph_version_id_code_versions"),
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject_members.id"], name=op.f("fk_allegations_subject_id_subject_members")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["code_versions.id"], name=op.f("fk_allegations_version_id_code_versions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allegations")),
    )
    with op.batch_alter_table("allegations", schema=None) as batch_op:
        batch_op.create_index("ix_allegations_case_id", ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_allegations_conduct_id"), ["conduct_id"], unique=False)
        batch_op.create_index("ix_allegations_subject_id", ["subject_id"], unique=False)

    op.create_table(
        "clause_marks",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("clause_id", sa.Integer(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_clause_marks_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["clause_id"], ["clauses.id"], name=op.f("fk_clause_marks_clause_id_clauses")
        ),
        sa.PrimaryKeyConstraint("case_id", "clause_id", name=op.f("pk_clause_marks")),
    )
    op.create_table(
        "destruction_proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("exhibit_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved", sa.Boolean(), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (decided_by_id IS NULL)",
            name=op.f("ck_destruction_proposals_decided_by_somebody"),
        ),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> proposed_by_id",
            name=op.f("ck_destruction_proposals_two_officers"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_destruction_proposals_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["officers.id"], name=op.f("fk_destruction_proposals_decided_by_id_officers")
        ),
        sa.ForeignKeyConstraint(
            ["exhibit_id"], ["exhibits.id"], name=op.f("fk_destruction_proposals_exhibit_id_exhibits")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["officers.id"], name=op.f("fk_destruction_proposals_proposed_by_id_officers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_destruction_proposals")),
    )
    with op.batch_alter_table("destruction_proposals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_destruction_proposals_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_destruction_proposals_exhibit_id"), ["exhibit_id"], unique=False)

    op.create_table(
        "letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "acknowledgement",
                "removal_request",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("complaint_id", sa.Integer(), nullable=True),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("recipient_contact", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "prepared",
                "sent",
                "discarded",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("prepared_by_id", sa.Integer(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("sent_how", sa.Text(), nullable=False),
        sa.Column("discarded_reason", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=True, comment="of the text as frozen"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'discarded') = (discarded_reason <> '')", name=op.f("ck_letters_discarded_with_reason")
        ),
        sa.CheckConstraint(
            "(status = 'sent') = (sent_on IS NOT NULL)", name=op.f("ck_letters_sent_is_dated")
        ),
        sa.CheckConstraint(
            "(status = 'sent') = (sha256 IS NOT NULL)", name=op.f("ck_letters_sent_is_hashed")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_letters_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaints.id"], name=op.f("fk_letters_complaint_id_complaints")
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by_id"], ["officers.id"], name=op.f("fk_letters_prepared_by_id_officers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
    )
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.create_index("ix_letters_case_id", ["case_id"], unique=False)

    op.create_table(
        "posts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("conduct_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column(
            "platform",
            sa.Enum(
                "facebook",
                "x",
                "whatsapp",
                "instagram",
                "youtube",
                "linkedin",
                "gaming",
                "tiktok",
                "nextdoor",
                "bluesky",
                "threads",
                "telegram",
                "reddit",
                "blog",
                "other",
                name="platform",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "platform_name", sa.Text(), nullable=False, comment="in words, where the platform is another one"
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "post",
                "comment",
                "left_standing",
                "reshare",
                "like",
                "profile",
                "story",
                "message",
                "video",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("address", sa.Text(), nullable=False, comment="as received"),
        sa.Column("address_key", sa.Text(), nullable=False, comment="folded, to find the same post again"),
        sa.Column("handle", sa.Text(), nullable=False),
        sa.Column("handle_key", sa.Text(), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False, comment="word for word"),
        sa.Column(
            "attribution",
            sa.Enum(
                "admitted",
                "verified_profile",
                "known_account",
                "inferred",
                "disputed",
                "not_established",
                name="attribution",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("posted_displayed", sa.Text(), nullable=False),
        sa.Column("posted_from", sa.Date(), nullable=True),
        sa.Column("posted_to", sa.Date(), nullable=True),
        sa.Column(
            "audience",
            sa.Enum(
                "public",
                "followers",
                "closed_group",
                "private_message",
                "not_known",
                name="audience",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("how_reached", sa.Text(), nullable=False, comment="how private content reached the office"),
        sa.Column(
            "live",
            sa.Enum(
                "yes", "no", "not_looked", name="live", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("standing_since", sa.Date(), nullable=True),
        sa.Column("member_told_on", sa.Date(), nullable=True),
        sa.Column("member_told_by", sa.Text(), nullable=False),
        sa.Column(
            "taken_out_reason",
            sa.Text(),
            nullable=False,
            comment="not empty: taken out of the record, never deleted",
        ),
        sa.Column(
            "answered",
            sa.JSON(),
            nullable=False,
            comment="questions to which “not known” or “not looked” is an answer, and was given",
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "posted_to IS NULL OR posted_from IS NULL OR posted_to >= posted_from",
            name=op.f("ck_posts_period"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_posts_case_id_cases")),
        sa.ForeignKeyConstraint(["conduct_id"], ["conducts.id"], name=op.f("fk_posts_conduct_id_conducts")),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject_members.id"], name=op.f("fk_posts_subject_id_subject_members")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
    )
    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.create_index("ix_posts_address_key", ["address_key"], unique=False)
        batch_op.create_index("ix_posts_case_id", ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_posts_conduct_id"), ["conduct_id"], unique=False)
        batch_op.create_index("ix_posts_handle_key", ["handle_key"], unique=False)
        batch_op.create_index(
            "ix_posts_platform_case_id", ["platform", "case_id", "taken_out_reason"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_posts_subject_id"), ["subject_id"], unique=False)

    op.create_table(
        "allegation_clauses",
        sa.Column("allegation_id", sa.Integer(), nullable=False),
        sa.Column("clause_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["allegation_id"],
            ["allegations.id"],
            name=op.f("fk_allegation_clauses_allegation_id_allegations"),
        ),
        sa.ForeignKeyConstraint(
            ["clause_id"], ["clauses.id"], name=op.f("fk_allegation_clauses_clause_id_clauses")
        ),
        sa.PrimaryKeyConstraint("allegation_id", "clause_id", name=op.f("pk_allegation_clauses")),
    )
    with op.batch_alter_table("allegation_clauses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_allegation_clauses_clause_id"), ["clause_id"], unique=False)

    op.create_table(
        "exhibit_posts",
        sa.Column("exhibit_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["exhibit_id"], ["exhibits.id"], name=op.f("fk_exhibit_posts_exhibit_id_exhibits")
        ),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_exhibit_posts_post_id_posts")),
        sa.PrimaryKeyConstraint("exhibit_id", "post_id", name=op.f("pk_exhibit_posts")),
    )
    with op.batch_alter_table("exhibit_posts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exhibit_posts_post_id"), ["post_id"], unique=False)

    op.create_table(
        "removal_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, comment="within its case"),
        sa.Column(
            "name", sa.Text(), nullable=False, comment="the case's reference and the number; never changes"
        ),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "authorised",
                "sent",
                "acknowledged",
                "no_response",
                "complied",
                "part_complied",
                "refused",
                "disputed",
                "verification_due",
                "verified_removed",
                "still_available",
                "changed",
                "inconclusive",
                "escalated",
                "monitoring",
                "reappeared",
                "closed",
                "cancelled",
                "withdrawn",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "route",
            sa.Enum(
                "councillor",
                "group_leader",
                "page_admin",
                "platform",
                "safety_act",
                "erasure",
                "delisting",
                "police",
                "helpline",
                name="route",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("recipient_contact", sa.Text(), nullable=False),
        sa.Column(
            "requested_action",
            sa.Enum(
                "remove",
                "edit",
                "correct",
                "restrict",
                "untag",
                "stop_resharing",
                name="requested_action",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("grounds", sa.JSON(), nullable=False, comment="values of Ground"),
        sa.Column("ground_detail", sa.Text(), nullable=False, comment="which rule or law, for the recipient"),
        sa.Column("reasons", sa.Text(), nullable=False, comment="for our record, not for the recipient"),
        sa.Column("proportionality", sa.JSON(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column(
            "urgent_kind",
            sa.Enum(
                "danger",
                "address",
                "intimate_image",
                name="urgent_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("urgent_reason", sa.Text(), nullable=False),
        sa.Column(
            "review_due_on",
            sa.Date(),
            nullable=True,
            comment="of an urgent request, or of an approval of one's own",
        ),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=True),
        sa.Column("review_note", sa.Text(), nullable=False),
        sa.Column("drafted_by_id", sa.Integer(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("self_approval_reason", sa.Text(), nullable=False),
        sa.Column(
            "member_told_by_letter", sa.Boolean(), nullable=False, comment="this letter tells the member"
        ),
        sa.Column("given_to_id", sa.Integer(), nullable=True),
        sa.Column("deadline_days", sa.Integer(), nullable=False, comment="working days to answer"),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column(
            "deadline_basis",
            sa.Enum(
                "statute",
                "procedure",
                "courtesy",
                name="deadline_basis",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("sent_how", sa.Text(), nullable=False),
        sa.Column("platform_reference", sa.Text(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "draft",
                "authorised",
                "sent",
                "acknowledged",
                "no_response",
                "complied",
                "part_complied",
                "refused",
                "disputed",
                "verification_due",
                "verified_removed",
                "still_available",
                "changed",
                "inconclusive",
                "escalated",
                "monitoring",
                "reappeared",
                "closed",
                "cancelled",
                "withdrawn",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
            comment="how it stood when it was closed, cancelled or withdrawn",
        ),
        sa.Column("outcome_reason", sa.Text(), nullable=False),
        sa.Column(
            "recipient_told", sa.Text(), nullable=False, comment="how, where it was withdrawn after sending"
        ),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(outcome IS NOT NULL) = (status IN ('closed', 'cancelled', 'withdrawn'))",
            name=op.f("ck_removal_requests_ended_with_outcome"),
        ),
        sa.CheckConstraint(
            "NOT urgent OR (urgent_kind IS NOT NULL AND urgent_reason <> '')",
            name=op.f("ck_removal_requests_urgent_with_reason"),
        ),
        sa.CheckConstraint(
            "sent_on IS NOT NULL OR status IN ('draft', 'authorised', 'cancelled')",
            name=op.f("ck_removal_requests_sent_is_dated"),
        ),
        sa.CheckConstraint(
            "status IN ('draft', 'cancelled') OR approved_at IS NOT NULL",
            name=op.f("ck_removal_requests_approved_before_anything"),
        ),
        sa.CheckConstraint("deadline_days > 0", name=op.f("ck_removal_requests_days_to_answer")),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["officers.id"], name=op.f("fk_removal_requests_approved_by_id_officers")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_removal_requests_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["drafted_by_id"], ["officers.id"], name=op.f("fk_removal_requests_drafted_by_id_officers")
        ),
        sa.ForeignKeyConstraint(
            ["given_to_id"], ["officers.id"], name=op.f("fk_removal_requests_given_to_id_officers")
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letters.id"], name=op.f("fk_removal_requests_letter_id_letters")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["removal_requests.id"],
            name=op.f("fk_removal_requests_parent_id_removal_requests"),
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by_id"], ["officers.id"], name=op.f("fk_removal_requests_reviewed_by_id_officers")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removal_requests")),
        sa.UniqueConstraint("case_id", "number", name="uq_removal_requests_case_id_number"),
        sa.UniqueConstraint("name", name=op.f("uq_removal_requests_name")),
    )
    with op.batch_alter_table("removal_requests", schema=None) as batch_op:
        batch_op.create_index(
            "ix_removal_requests_given_to_id_status", ["given_to_id", "status", "deadline"], unique=False
        )
        batch_op.create_index("ix_removal_requests_status_deadline", ["status", "deadline"], unique=False)

    op.create_table(
        "observations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column(
            "seen",
            sa.Enum(
                "available",
                "removed_by_author",
                "removed_by_platform",
                "removed",
                "account_unavailable",
                "restricted",
                "edited",
                "login_required",
                "region_blocked",
                "error",
                "not_checked",
                name="seen",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "means",
            sa.Enum(
                "logged_out",
                "council_account",
                name="means",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False, comment="the exact words shown"),
        sa.Column("exhibit_id", sa.Integer(), nullable=True, comment="the capture"),
        sa.CheckConstraint(
            "(means IS NULL) = (seen = 'not_checked')", name=op.f("ck_observations_looked_by_some_means")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["officers.id"], name=op.f("fk_observations_by_id_officers")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_observations_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["exhibit_id"], ["exhibits.id"], name=op.f("fk_observations_exhibit_id_exhibits")
        ),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_observations_post_id_posts")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["removal_requests.id"], name=op.f("fk_observations_request_id_removal_requests")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observations")),
    )
    with op.batch_alter_table("observations", schema=None) as batch_op:
        batch_op.create_index(
            "ix_observations_request_id_post_id", ["request_id", "post_id", "seen_at"], unique=False
        )

    op.create_table(
        "removal_replies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "acknowledged",
                "complied",
                "part_complied",
                "refused",
                "disputed",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("exhibit_id", sa.Integer(), nullable=True, comment="the answer as it came"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_removal_replies_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["exhibit_id"], ["exhibits.id"], name=op.f("fk_removal_replies_exhibit_id_exhibits")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["officers.id"], name=op.f("fk_removal_replies_recorded_by_id_officers")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["removal_requests.id"],
            name=op.f("fk_removal_replies_request_id_removal_requests"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removal_replies")),
    )
    with op.batch_alter_table("removal_replies", schema=None) as batch_op:
        batch_op.create_index("ix_removal_replies_request_id", ["request_id"], unique=False)

    op.create_table(
        "removal_request_clauses",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("clause_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["clause_id"], ["clauses.id"], name=op.f("fk_removal_request_clauses_clause_id_clauses")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["removal_requests.id"],
            name=op.f("fk_removal_request_clauses_request_id_removal_requests"),
        ),
        sa.PrimaryKeyConstraint("request_id", "clause_id", name=op.f("pk_removal_request_clauses")),
    )
    op.create_table(
        "removal_request_posts",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_removal_request_posts_post_id_posts")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["removal_requests.id"],
            name=op.f("fk_removal_request_posts_request_id_removal_requests"),
        ),
        sa.PrimaryKeyConstraint("request_id", "post_id", name=op.f("pk_removal_request_posts")),
    )
    with op.batch_alter_table("removal_request_posts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_removal_request_posts_post_id"), ["post_id"], unique=False)


def downgrade() -> None:

    with op.batch_alter_table("removal_request_posts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_removal_request_posts_post_id"))

    op.drop_table("removal_request_posts")
    op.drop_table("removal_request_clauses")
    with op.batch_alter_table("removal_replies", schema=None) as batch_op:
        batch_op.drop_index("ix_removal_replies_request_id")

    op.drop_table("removal_replies")
    with op.batch_alter_table("observations", schema=None) as batch_op:
        batch_op.drop_index("ix_observations_request_id_post_id")

    op.drop_table("observations")
    with op.batch_alter_table("removal_requests", schema=None) as batch_op:
        batch_op.drop_index("ix_removal_requests_status_deadline")
        batch_op.drop_index("ix_removal_requests_given_to_id_status")

    op.drop_table("removal_requests")
    with op.batch_alter_table("exhibit_posts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exhibit_posts_post_id"))

    op.drop_table("exhibit_posts")
    with op.batch_alter_table("allegation_clauses", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_allegation_clauses_clause_id"))

    op.drop_table("allegation_clauses")
    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_posts_subject_id"))
        batch_op.drop_index("ix_posts_platform_case_id")
        batch_op.drop_index("ix_posts_handle_key")
        batch_op.drop_index(batch_op.f("ix_posts_conduct_id"))
        batch_op.drop_index("ix_posts_case_id")
        batch_op.drop_index("ix_posts_address_key")

    op.drop_table("posts")
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.drop_index("ix_letters_case_id")

    op.drop_table("letters")
    with op.batch_alter_table("destruction_proposals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_destruction_proposals_exhibit_id"))
        batch_op.drop_index(batch_op.f("ix_destruction_proposals_case_id"))

    op.drop_table("destruction_proposals")
    op.drop_table("clause_marks")
    with op.batch_alter_table("allegations", schema=None) as batch_op:
        batch_op.drop_index("ix_allegations_subject_id")
        batch_op.drop_index(batch_op.f("ix_allegations_conduct_id"))
        batch_op.drop_index("ix_allegations_case_id")

    op.drop_table("allegations")
    with op.batch_alter_table("walls", schema=None) as batch_op:
        batch_op.drop_index("ix_walls_officer_id_case_id")

    op.drop_table("walls")
    with op.batch_alter_table("subject_members", schema=None) as batch_op:
        batch_op.drop_index("uq_subject_members_case_id_councillor_id")
        batch_op.drop_index("ix_subject_members_councillor_id")
        batch_op.drop_index("ix_subject_members_authority_id")

    op.drop_table("subject_members")
    with op.batch_alter_table("status_changes", schema=None) as batch_op:
        batch_op.drop_index("ix_status_changes_on_day")
        batch_op.drop_index("ix_status_changes_case_id_id")

    op.drop_table("status_changes")
    with op.batch_alter_table("safety_records", schema=None) as batch_op:
        batch_op.drop_index("ix_safety_records_case_id")

    op.drop_table("safety_records")
    with op.batch_alter_table("report_files", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_files_report_id"))

    op.drop_table("report_files")
    with op.batch_alter_table("referrals", schema=None) as batch_op:
        batch_op.drop_index("ix_referrals_case_id")

    op.drop_table("referrals")
    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.drop_index("ix_notes_case_id_id")

    op.drop_table("notes")
    op.drop_table("jottings")
    with op.batch_alter_table("final_outcomes", schema=None) as batch_op:
        batch_op.drop_index("ix_final_outcomes_case_id")

    op.drop_table("final_outcomes")
    with op.batch_alter_table("exhibits", schema=None) as batch_op:
        batch_op.drop_index("ix_exhibits_sha256")
        batch_op.drop_index("ix_exhibits_case_id_id")

    op.drop_table("exhibits")
    op.drop_table("data_exposures")
    with op.batch_alter_table("consultations", schema=None) as batch_op:
        batch_op.drop_index("ix_consultations_case_id")

    op.drop_table("consultations")
    with op.batch_alter_table("conducts", schema=None) as batch_op:
        batch_op.drop_index("ix_conducts_case_id")

    op.drop_table("conducts")
    with op.batch_alter_table("complaints", schema=None) as batch_op:
        batch_op.drop_index("ix_complaints_confidentiality")
        batch_op.drop_index("ix_complaints_case_id")

    op.drop_table("complaints")
    with op.batch_alter_table("clauses", schema=None) as batch_op:
        batch_op.drop_index("uq_clauses_version_id_reference")

    op.drop_table("clauses")
    with op.batch_alter_table("case_links", schema=None) as batch_op:
        batch_op.drop_index("ix_case_links_other_id")

    op.drop_table("case_links")
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.drop_index("ix_assignments_officer_id_ended_on")
        batch_op.drop_index(batch_op.f("ix_assignments_case_id"))

    op.drop_table("assignments")
    with op.batch_alter_table("assessment_decisions", schema=None) as batch_op:
        batch_op.drop_index("ix_assessment_decisions_case_id")

    op.drop_table("assessment_decisions")
    with op.batch_alter_table("actions", schema=None) as batch_op:
        batch_op.drop_index("ix_actions_officer_id_done_on")
        batch_op.drop_index("ix_actions_case_id")

    op.drop_table("actions")
    with op.batch_alter_table("social_accounts", schema=None) as batch_op:
        batch_op.drop_index("ix_social_accounts_handle_key")
        batch_op.drop_index(batch_op.f("ix_social_accounts_councillor_id"))

    op.drop_table("social_accounts")
    with op.batch_alter_table("offices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offices_councillor_id"))
        batch_op.drop_index(batch_op.f("ix_offices_authority_id"))

    op.drop_table("offices")
    with op.batch_alter_table("officer_sessions", schema=None) as batch_op:
        batch_op.drop_index("ix_officer_sessions_officer_id_ended_at")

    op.drop_table("officer_sessions")
    op.drop_table("officer_roles")
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.drop_index("ix_notices_officer_id_read_at")

    op.drop_table("notices")
    with op.batch_alter_table("name_parts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_name_parts_councillor_id"))

    op.drop_table("name_parts")
    with op.batch_alter_table("held_forms", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_held_forms_officer_id"))

    op.drop_table("held_forms")
    op.drop_table("derivatives")
    with op.batch_alter_table("committee_reports", schema=None) as batch_op:
        batch_op.drop_index("ix_committee_reports_status_id")

    op.drop_table("committee_reports")
    with op.batch_alter_table("code_versions", schema=None) as batch_op:
        batch_op.drop_index("ix_code_versions_code_id_in_force_from")

    op.drop_table("code_versions")
    with op.batch_alter_table("code_imports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_code_imports_officer_id"))

    op.drop_table("code_imports")
    op.drop_table("code_adoptions")
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_index("ix_cases_status_received_on")
        batch_op.drop_index("ix_cases_status_member_order")
        batch_op.drop_index("ix_cases_status_due_order")
        batch_op.drop_index("ix_cases_registered_at")
        batch_op.drop_index("ix_cases_received_on")
        batch_op.drop_index("ix_cases_owner_id_status")
        batch_op.drop_index("ix_cases_nature_received_on")
        batch_op.drop_index(batch_op.f("ix_cases_merged_into_id"))
        batch_op.drop_index("ix_cases_member_order")
        batch_op.drop_index("ix_cases_due_order")

    op.drop_table("cases")
    op.drop_table("audit_details")
    op.drop_table("stored_files")
    with op.batch_alter_table("search_documents", schema=None) as batch_op:
        batch_op.drop_index("uq_search_documents_kind_subject_id")
        batch_op.drop_index("ix_search_documents_case_id")

    op.drop_table("search_documents")
    op.drop_table("officers")
    op.drop_table("installation")
    op.drop_table("exhibit_counters")
    with op.batch_alter_table("councillors", schema=None) as batch_op:
        batch_op.drop_index("ix_councillors_sort_name")

    op.drop_table("councillors")
    op.drop_table("council_settings")
    op.drop_table("codes")
    op.drop_table("closures")
    op.drop_table("case_counters")
    op.drop_table("authorities")
    with op.batch_alter_table("audit_events", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_events_verb_seq")
        batch_op.drop_index("ix_audit_events_subject")
        batch_op.drop_index("ix_audit_events_case_id_seq")
        batch_op.drop_index("ix_audit_events_at")
        batch_op.drop_index("ix_audit_events_actor_id_seq")

    op.drop_table("audit_events")
