"""What a picture looks like, kept with its thumbnail, so that one saved anew is known.

Those of before have none until they are drawn again: they are like nothing.

Revision: 0026, after 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("derivatives") as table:
        table.add_column(sa.Column("likeness", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("derivatives") as table:
        table.alter_column("likeness", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("derivatives") as table:
        table.drop_column("likeness")
