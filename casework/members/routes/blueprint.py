"""The blueprint that every module of this package adds its views to."""

from flask import Blueprint

bp = Blueprint("members", __name__)
