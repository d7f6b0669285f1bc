"""What became of each file when it was received: status, virus scan, quarantine, seal, and what was refused.

Revision: 0004, after 0003

Columns are added and dropped one by one, with their checks: a table that is rebuilt would lose its triggers.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

FILES = "stored_files"
EXHIBITS = "exhibits"
MOMENT = {"sqlite": "DATETIME", "postgresql": "TIMESTAMP WITH TIME ZONE"}
WORDS = "TEXT NOT NULL DEFAULT ''"


def one_of(name: str, table: str, *values: str) -> str:
    """Return the type of a column that holds one of `values`, the first unless said otherwise."""
    listed = ", ".join(f"'{value}'" for value in values)
    return f"VARCHAR(40) NOT NULL DEFAULT '{values[0]}' CONSTRAINT ck_{table}_{name} CHECK ({name} IN ({listed}))"


def columns() -> list[tuple[str, str, str]]:
    """Return (table, column, type with its checks), each after those that its check names."""
    moment = MOMENT[op.get_bind().dialect.name]
    return [
        (FILES, "intake", one_of("intake", FILES, "accepted", "warned", "quarantined")),
        (FILES, "intake_reason", WORDS),
        (FILES, "scan", one_of("scan", FILES, "off", "clean", "not_scanned", "waiting", "infected")),
        (FILES, "scan_said", WORDS),
        (FILES, "sealed_at", moment),
        (EXHIBITS, "parent_id", "INTEGER CONSTRAINT fk_exhibits_parent_id_exhibits REFERENCES exhibits(id)"),
        (EXHIBITS, "released_at", moment),
        (
            EXHIBITS,
            "released_by_id",
            "INTEGER CONSTRAINT fk_exhibits_released_by_id_officers REFERENCES officers(id) "
            "CONSTRAINT ck_exhibits_released_by_another CHECK (released_by_id <> received_by_id)",
        ),
        (
            EXHIBITS,
            "release_reason",
            f"{WORDS} CONSTRAINT ck_exhibits_released_with_reason "
            "CHECK ((released_at IS NULL) = (release_reason = ''))",
        ),
        ("council_settings", "image_procedure", WORDS),
    ]


def upgrade() -> None:
    for table, column, kind in columns():
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind}")
    op.execute("UPDATE stored_files SET intake = 'warned' WHERE CAST(warnings AS TEXT) <> '[]'")
    op.create_table(
        "refused_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refused_files")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_refused_files_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officers.id"], name=op.f("fk_refused_files_officer_id_officers")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["exhibits.id"], name=op.f("fk_refused_files_parent_id_exhibits")
        ),
    )
    op.create_index(op.f("ix_refused_files_case_id"), "refused_files", ["case_id"], unique=False)


def downgrade() -> None:
    op.drop_table("refused_files")
    for table, column, _ in reversed(columns()):
        if op.get_bind().dialect.name == "postgresql" and column == "release_reason":
            op.execute(f"ALTER TABLE {table} DROP CONSTRAINT ck_exhibits_released_with_reason")
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
