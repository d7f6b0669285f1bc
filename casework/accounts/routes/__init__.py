"""Pages of accounts: signing in, one's own account, everybody's, and the first administrator."""

from casework.accounts.routes import first_administrator, officers, own, signing_in
from casework.accounts.routes.blueprint import bp
from casework.accounts.routes.signing_in import limiter

__all__ = ["bp", "first_administrator", "limiter", "officers", "own", "signing_in"]
