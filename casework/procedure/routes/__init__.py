"""The pages of the procedure, by noun. Importing a module puts its views on the blueprint."""

from casework.procedure.routes import allegations, answers, clauses, decisions, records
from casework.procedure.routes.blueprint import bp

__all__ = ["allegations", "answers", "bp", "clauses", "decisions", "records"]
