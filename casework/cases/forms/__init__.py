"""The shape and wording of what officers enter about a case."""
