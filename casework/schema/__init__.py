"""Bringing the database's tables into step with the models."""
