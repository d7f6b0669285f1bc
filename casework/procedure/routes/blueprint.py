"""The blueprint of the procedure."""

from flask import Blueprint

from casework.procedure.wording import conduct_in_words, days_in_words

bp = Blueprint("procedure", __name__)
for _filter in (conduct_in_words, days_in_words):
    bp.add_app_template_filter(_filter)
