"""The blueprint of the Code library."""

from flask import Blueprint

bp = Blueprint("codes", __name__)
