"""How an exhibit came may be that it was written from its parts in an Outlook message.

Of exhibits of before nothing tells which of them were. On the way back they count as taken out, as they did.

Revision: 0021, after 0020
"""

from alembic import op

from casework.schema.allowed import allow_values

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

BEFORE = ("chosen", "dropped", "pasted", "imported")


def upgrade() -> None:
    """Let the column say it."""
    allow_values(op.get_bind(), "exhibits", "arrival", (*BEFORE, "rebuilt"), "arrival")


def downgrade() -> None:
    """Say of them what was said before."""
    op.execute("UPDATE exhibits SET arrival = 'imported' WHERE arrival = 'rebuilt'")
    allow_values(op.get_bind(), "exhibits", "arrival", BEFORE, "arrival")
