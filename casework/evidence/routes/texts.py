"""The words in an exhibit: written down, and brought onto a post."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from casework.accounts.identity import current_officer
from casework.cases.models import Post
from casework.database import db
from casework.errors import DomainError
from casework.evidence import queries
from casework.evidence.models import Exhibit
from casework.evidence.routes.blueprint import bp
from casework.evidence.routes.drawing import WHOLE, exhibit_page
from casework.evidence.seals import refuse_where_sealed
from casework.evidence.texts import service
from casework.evidence.texts.forms import SuggestionForm, TranscriptionForm
from casework.evidence.texts.queries import open_suggestions, reading_of, transcriptions_of, words_of
from casework.evidence.texts.suggestions import Suggestion
from casework.evidence.texts.workflow import Suggested
from casework.permissions import Permission
from casework.web.guard import requires


@bp.route("/exhibits/<int:exhibit_id>/transcription", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def transcription(exhibit_id: int) -> ResponseReturnValue:
    """Write down the words of an exhibit; every earlier text stays to be read."""
    exhibit = _unsealed(exhibit_id)
    earlier, reading = transcriptions_of(exhibit_id), reading_of(exhibit)
    form = TranscriptionForm(
        data={"version": earlier[0].number if earlier else 0, "words": words_of(reading, earlier)}
    )
    if form.submitted():
        with form.catching():
            service.transcribe(
                exhibit, actor=current_officer(), words=form.words.data or "", shown=form.version.data or 0
            )
            flash(f"The words of exhibit {exhibit.label} are kept beside it.", "success")
            return redirect(url_for(".show", exhibit_id=exhibit_id, _anchor="words"))
    return exhibit_page(
        "evidence/transcription.html", exhibit, form=form, earlier=transcriptions_of(exhibit_id)
    )


@bp.route("/exhibits/<int:exhibit_id>/suggestions", methods=["GET", "POST"])
@requires(Permission.CASE_EDIT)
def suggestions(exhibit_id: int) -> ResponseReturnValue:
    """Accept what the words of an exhibit suggest onto a post, one by one, or set it aside."""
    exhibit = _unsealed(exhibit_id)
    offered = _offered(exhibit)
    form = SuggestionForm(data={"post": exhibit.posts[0].id if len(exhibit.posts) == 1 else None})
    form.post.choices = {"": "Choose a post"} | {
        str(post.id): words for post, words in queries.posts_to_show(exhibit.case_id)
    }
    if form.submitted():
        with form.catching():
            answered = Suggestion(Suggested.of(form.kind.data or ""), form.value.data or "")
            _answer(exhibit, answered, form.post.data)
            flash(f"{answered.kind.label}: answered.", "success")
            return redirect(url_for(".suggestions", exhibit_id=exhibit_id))
    return exhibit_page("evidence/suggestions.html", exhibit, form=form, offered=offered)


def _unsealed(exhibit_id: int) -> Exhibit:
    """Return the exhibit; raise NotFound where it is hidden, NotPossible where it is sealed."""
    exhibit = queries.get_visible(current_officer(), exhibit_id, *WHOLE)
    refuse_where_sealed(exhibit)
    return exhibit


def _offered(exhibit: Exhibit) -> list[Suggestion]:
    if exhibit.destroyed_at is not None:
        return []
    return open_suggestions(exhibit.id, words_of(reading_of(exhibit), transcriptions_of(exhibit.id)))


def _answer(exhibit: Exhibit, suggestion: Suggestion, post_id: int | None) -> None:
    if suggestion not in _offered(exhibit):
        raise DomainError("This was answered already, or the words have changed. Look at what is left.")
    if request.form.get("answer") == "decline":
        service.decline(exhibit, suggestion, actor=current_officer())
        return
    post = db.session.get(Post, post_id) if post_id else None
    if post is None:
        raise DomainError("Choose the post onto which it goes.", "post")
    service.accept(exhibit, suggestion, actor=current_officer(), post=post)
