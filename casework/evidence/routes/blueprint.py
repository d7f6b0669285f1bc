"""The blueprint of evidence, and what its templates need."""

from flask import Blueprint

bp = Blueprint("evidence", __name__)
