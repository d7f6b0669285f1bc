"""Where exhibits come from, as officers declare it.

Revision: 0003, after 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "exhibit_origins",
        sa.Column("exhibit_id", sa.Integer(), nullable=False),
        sa.Column(
            "edited_shown",
            sa.Enum(
                "yes",
                "no",
                "not_known",
                name="edited_shown",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("engagement", sa.Text(), nullable=False, comment="likes, shares and replies as displayed"),
        sa.Column("captured_on", sa.Date(), nullable=True),
        sa.Column("captured_at", sa.Text(), nullable=False, comment="hours and minutes by `zone`, or empty"),
        sa.Column(
            "zone",
            sa.Enum(
                "uk",
                "utc",
                "other",
                "not_known",
                name="zone",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "method",
            sa.Enum(
                "screenshot",
                "screen_photo",
                "recording",
                "saved_page",
                "platform_export",
                "other",
                "not_known",
                name="method",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("context", sa.JSON(), nullable=False),
        sa.Column("received_from", sa.Text(), nullable=False),
        sa.Column(
            "received_via",
            sa.Enum(
                "own_capture",
                "email",
                "online_form",
                "message",
                "device",
                "paper",
                "not_known",
                name="received_via",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("statement", sa.Text(), nullable=False, comment="the collector's own words"),
        sa.Column("lawfulness", sa.Text(), nullable=False, comment="how the officer came to see it lawfully"),
        sa.Column("outside_timestamp", sa.Text(), nullable=False),
        sa.Column("independent_copy", sa.Text(), nullable=False),
        sa.Column(
            "marking",
            sa.Enum(
                "official",
                "sensitive",
                "not_known",
                name="marking",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "third_parties",
            sa.Enum(
                "yes",
                "no",
                "not_known",
                name="third_parties",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "special_category",
            sa.Enum(
                "yes",
                "no",
                "not_known",
                name="special_category",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "child_involved",
            sa.Enum(
                "yes",
                "no",
                "not_known",
                name="child_involved",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("held_reason", sa.Text(), nullable=False, comment="not empty: it must not be destroyed"),
        sa.Column("answered", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "captured_at = '' OR captured_at LIKE '__:__'",
            name=op.f("ck_exhibit_origins_time_as_hours_and_minutes"),
        ),
        sa.CheckConstraint(
            "captured_at = '' OR captured_on IS NOT NULL", name=op.f("ck_exhibit_origins_time_of_a_day")
        ),
        sa.ForeignKeyConstraint(
            ["exhibit_id"], ["exhibits.id"], name=op.f("fk_exhibit_origins_exhibit_id_exhibits")
        ),
        sa.PrimaryKeyConstraint("exhibit_id", name=op.f("pk_exhibit_origins")),
    )


def downgrade() -> None:
    op.drop_table("exhibit_origins")
