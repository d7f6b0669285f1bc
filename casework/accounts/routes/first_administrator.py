"""The one-time link with which the first administrator makes their account."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from casework.accounts import queries, service
from casework.accounts.forms import FirstAdministratorForm
from casework.accounts.routes.blueprint import bp
from casework.accounts.routes.entry import begin, enter
from casework.web.forms import page
from casework.web.guard import public


@bp.route("/set-up", methods=["GET", "POST"])
@public
def first_administrator() -> ResponseReturnValue:
    """Make the first administrator, where the address carries the token that the service printed."""
    token = request.args.get("token", "")
    form = FirstAdministratorForm()
    if not queries.setup_token_fits(token):
        return page("accounts/link_used.html", anybody=queries.anybody())[0], 404
    if form.submitted():
        with form.catching():
            officer = service.use_setup_token(
                token,
                name=form.name.data or "",
                email=form.email.data or "",
                password=form.password.data or "",
            )
            return enter(officer, begin(officer), url_for("set_up.steps"))
    return page("accounts/first_administrator.html", form=form)
