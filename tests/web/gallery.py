"""A small application of the tests' own: the gallery and the special pages, under the real headers and filters."""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from flask import Flask, flash, get_flashed_messages, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from jinja2 import FileSystemLoader, StrictUndefined
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    EmailField,
    FileField,
    HiddenField,
    IntegerField,
    PasswordField,
    SelectField,
    SelectMultipleField,
)
from wtforms.validators import Optional

from casework import clock
from casework.web import filters, headers
from casework.web.forms import DateField, Form, LineField, MomentField, NotEmpty, OneOf, WordsField
from casework.web.paging import Page

ROOT = Path(__file__).resolve().parents[2]
PLATFORMS = {"facebook": "Facebook", "x": "X (formerly Twitter)", "whatsapp": "WhatsApp"}
MEMBERS = [
    {"id": "1", "label": "Councillor Ada Example", "hint": "Sampleton East; @ada_example on X"},
    {"id": "2", "label": "Councillor Adam Instance", "hint": "Sampleton West"},
]


class GalleryForm(Form):
    platform = SelectField(
        "Platform", choices={"": "Choose one"} | PLATFORMS, validators=[NotEmpty("Choose one.")]
    )
    address = LineField(
        "Address of the post", [NotEmpty("Give the address of the post, or a picture of it.")]
    )
    handle = LineField("Handle as shown", [Optional()])
    likes = IntegerField("Reactions", [Optional()])
    posted = DateField("Posted on", [NotEmpty("Give the day, or say that it is not known.")])
    words = WordsField("What it says, word for word", [NotEmpty("Copy the words of the post.")])
    live = OneOf(
        "Is it still there?",
        choices={"yes": "Yes", "no": "No", "not_known": "Not known", "not_looked": "Not looked"},
        validators=[NotEmpty("Say whether it is still there; “not looked” is an answer.")],
    )
    seen = MomentField("When it was last seen")
    exposed = SelectMultipleField(
        "What it exposes",
        choices={"address": "A home address", "health": "Somebody’s health", "child": "A child"},
    )
    member = LineField("Councillor", [NotEmpty("Name the councillor.")])
    member_id = HiddenField()
    email = EmailField("E-mail of who told us", [Optional()])
    password = PasswordField("Your password")
    copy = FileField("A copy of the page")
    agreed = BooleanField("The member has been told")


class GalleryFilters(Form):
    network = SelectMultipleField("Platform", choices=PLATFORMS)
    councillor = LineField("Councillor")
    stage = SelectField("Stage", choices={"": "Any", "assessment": "Assessment"})
    since = DateField("Received since")


@dataclass(frozen=True)
class Officer:
    name: str = "Sam Sample"
    email: str = "sam.sample@council.example"


@dataclass(frozen=True)
class Row:
    number: int
    member: str
    platform: str
    received: date
    due: str
    posts: int
    stage: tuple[str, str]
    late: bool = False

    @property
    def reference(self) -> str:
        return f"SMC/2026/{self.number:04}"


ROWS = [
    Row(
        42,
        "Councillor Ada Example",
        "Facebook",
        date(2026, 11, 9),
        "Tell the member",
        3,
        ("Assessment", "active"),
        late=True,
    ),
    Row(
        41,
        "Councillor Ben Specimen",
        "X",
        date(2026, 11, 5),
        "Decision, 3 days left",
        1,
        ("Awaiting reply", "waiting"),
    ),
    Row(38, "Not yet identified", "WhatsApp", date(2026, 10, 28), "Nothing due", 12, ("New", "new")),
]


def receipt(name: str, content: bytes, number: int) -> dict[str, Any]:
    """What the upload answers for a stored file."""
    return {
        "name": name,
        "ok": True,
        "label": f"MO/{number}",
        "size": f"{len(content):,} bytes",
        "sha256": hashlib.sha256(content).hexdigest(),
        "stored_at": "22 November 2026 at 14:02:09 GMT",
        "url": f"#MO/{number}",
    }


def make_app() -> Flask:
    """Return the application. `app.config["ARRIVALS"]` lists (arrival, name, bytes) of what was uploaded."""
    app = Flask("gallery", root_path=str(ROOT), template_folder="templates", static_folder="casework/static")
    app.config.update(
        SECRET_KEY="of no use to anybody",
        SESSION_COOKIE_SECURE=False,
        ARRIVALS=[],
        DRAFTS=[],
        SIGNED_IN=True,
        TOKEN="a-token",
        SESSION_ENDS=None,
    )
    app.jinja_loader = FileSystemLoader([ROOT / "templates", Path(__file__).parent / "pages"])
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["csrf_token"] = lambda: app.config["TOKEN"]
    headers.install(app)
    filters.install(app)

    @app.context_processor
    def shell() -> dict[str, Any]:
        places = ["My work", "Cases", "Removal requests", "Members", "Codes", "Reports"]
        return {
            "current_officer": Officer(),
            "can": lambda _permission: True,
            "navigation": [{"text": text, "href": "/gallery", "active": text == "Cases"} for text in places],
            "service_name": "Casework",
            "council_name": "Sampleton District Council",
            "page_notices": get_flashed_messages(with_categories=True),
            "session_expires": app.config["SESSION_ENDS"],
        }

    @app.route("/gallery", methods=["GET", "POST"])
    def gallery() -> ResponseReturnValue:
        if not app.config["SIGNED_IN"]:
            return redirect("/sign-in")
        form = GalleryForm()
        if request.args.get("notice"):
            flash("The case is registered as SMC/2026/0042.", "success")
        failed = request.method == "POST" and not form.validate()
        return render_template(
            "macros/gallery.html",
            form=form,
            filters=GalleryFilters(MultiDict(request.args)),
            sort=request.args.get("sort", "-received"),
            cases=Page(ROWS, 2, 1001 if request.args.get("long") else 304, 25, more=True),
            receipts=[receipt("screenshot of the post.png", b"picture", 7)],
        ), 422 if failed else 200

    install_answers(app)
    return app


def install_answers(app: Flask) -> None:
    """Add the special pages, and what the pages' scripts ask."""

    @app.get("/page/<path:template>")
    def page(template: str) -> str:
        texts = {side: request.args.get(side) for side in ("theirs", "yours")}
        both = {side: {"summary": text} if text else {} for side, text in texts.items()}
        return render_template(template, message=request.args.get("message"), form=GalleryForm(), **both)

    @app.post("/upload")
    def upload() -> ResponseReturnValue:
        if not app.config["SIGNED_IN"]:
            return {"error": "Sign in first."}, 401
        if request.form["csrf_token"] != app.config["TOKEN"]:
            return {"error": "Not from a page of this session."}, 400
        answers: list[dict[str, Any]] = []
        for sent in request.files.getlist("files"):
            content = sent.read()
            app.config["ARRIVALS"].append((request.form["arrival"], sent.filename, content))
            if b"bad" in content:
                answers.append(
                    {"name": sent.filename, "ok": False, "error": "The picture breaks off half-way."}
                )
            else:
                answers.append(receipt(sent.filename or "", content, 7 + len(app.config["ARRIVALS"])))
        return jsonify(files=answers), 200 if all(each["ok"] for each in answers) else 422

    @app.get("/members.json")
    def members() -> ResponseReturnValue:
        words = request.args["q"].casefold()
        return jsonify([member for member in MEMBERS if words in " ".join(member.values()).casefold()])

    @app.post("/draft")
    def draft() -> ResponseReturnValue:
        app.config["DRAFTS"].append(dict(request.form))
        return {"kept_at": "14:02"}

    @app.post("/session/extend")
    def extend() -> ResponseReturnValue:
        return {"expires": (clock.now() + timedelta(minutes=30)).isoformat()}
