"""What the models cannot say: the audit trail is append-only, and the full-text index follows its table.

Revision: 0002, after 0001

A migration that rebuilds one of these tables on SQLite (batch mode) loses the triggers: it must make them again.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

REFUSED = "the audit trail is append-only"
DISPOSAL = (
    "OLD.disposed_at IS NULL AND NEW.disposed_at IS NOT NULL AND NEW.body IS NULL AND NEW.salt IS NULL "
    "AND NEW.seq = OLD.seq"
)

SQLITE_UP = [
    f"CREATE TRIGGER audit_events_no_update BEFORE UPDATE ON audit_events BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
    f"CREATE TRIGGER audit_events_no_delete BEFORE DELETE ON audit_events BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
    f"CREATE TRIGGER audit_details_no_update BEFORE UPDATE ON audit_details WHEN NOT ({DISPOSAL}) "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
    f"CREATE TRIGGER audit_details_no_delete BEFORE DELETE ON audit_details "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
    "CREATE VIRTUAL TABLE search_fts USING fts5(words, content='search_documents', content_rowid='id', "
    "tokenize='ascii', prefix='2 3 4 5 6 7 8 9 10 11 12')",
    "CREATE TRIGGER search_documents_insert AFTER INSERT ON search_documents BEGIN "
    "INSERT INTO search_fts(rowid, words) VALUES (NEW.id, NEW.words); END",
    "CREATE TRIGGER search_documents_delete AFTER DELETE ON search_documents BEGIN "
    "INSERT INTO search_fts(search_fts, rowid, words) VALUES ('delete', OLD.id, OLD.words); END",
    "CREATE TRIGGER search_documents_update AFTER UPDATE OF words ON search_documents BEGIN "
    "INSERT INTO search_fts(search_fts, rowid, words) VALUES ('delete', OLD.id, OLD.words); "
    "INSERT INTO search_fts(rowid, words) VALUES (NEW.id, NEW.words); END",
    "INSERT INTO search_fts(search_fts) VALUES ('rebuild')",  # where the table holds anything already
]
SQLITE_DOWN = [
    *(
        f"DROP TRIGGER {name}"
        for name in (
            "search_documents_update",
            "search_documents_delete",
            "search_documents_insert",
            "audit_details_no_delete",
            "audit_details_no_update",
            "audit_events_no_delete",
            "audit_events_no_update",
        )
    ),
    "DROP TABLE search_fts",
]
POSTGRESQL_UP = [
    f"CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{REFUSED}'; END $$",
    "CREATE TRIGGER audit_events_no_change BEFORE UPDATE OR DELETE ON audit_events "
    "FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
    f"CREATE TRIGGER audit_details_no_update BEFORE UPDATE ON audit_details "
    f"FOR EACH ROW WHEN (NOT ({DISPOSAL})) EXECUTE FUNCTION audit_refuse()".replace(
        "NEW.body IS NULL", "NEW.body::text IS NULL"
    ),
    "CREATE TRIGGER audit_details_no_delete BEFORE DELETE ON audit_details "
    "FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
    "CREATE TRIGGER audit_events_no_truncate BEFORE TRUNCATE ON audit_events EXECUTE FUNCTION audit_refuse()",
    "CREATE TRIGGER audit_details_no_truncate BEFORE TRUNCATE ON audit_details EXECUTE FUNCTION audit_refuse()",
    "ALTER TABLE search_documents ADD COLUMN words_tsv tsvector "
    "GENERATED ALWAYS AS (to_tsvector('simple', words)) STORED",
    "CREATE INDEX ix_search_documents_words_tsv ON search_documents USING gin (words_tsv)",
]
POSTGRESQL_DOWN = [
    "DROP INDEX ix_search_documents_words_tsv",
    "ALTER TABLE search_documents DROP COLUMN words_tsv",
    "DROP TRIGGER audit_details_no_truncate ON audit_details",
    "DROP TRIGGER audit_events_no_truncate ON audit_events",
    "DROP TRIGGER audit_details_no_delete ON audit_details",
    "DROP TRIGGER audit_details_no_update ON audit_details",
    "DROP TRIGGER audit_events_no_change ON audit_events",
    "DROP FUNCTION audit_refuse()",
]


def upgrade() -> None:
    for statement in SQLITE_UP if op.get_bind().dialect.name == "sqlite" else POSTGRESQL_UP:
        op.execute(statement)


def downgrade() -> None:
    for statement in SQLITE_DOWN if op.get_bind().dialect.name == "sqlite" else POSTGRESQL_DOWN:
        op.execute(statement)
