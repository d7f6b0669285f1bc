"""The only module that knows every room: it puts blueprints, commands and the guard into one Flask application."""

from pathlib import Path

from flask import Flask, g, get_flashed_messages, request, url_for
from flask_login import current_user
from jinja2 import FileSystemLoader, StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from casework import clock, logs
from casework.accounts import cli as account_cli
from casework.accounts import queries as accounts
from casework.accounts import refusals, sign_in
from casework.accounts import routes as account_routes
from casework.accounts.identity import Identity, still_signed_in
from casework.backup import cli as backup_cli
from casework.cases import cli as case_cli
from casework.cases import guards, panels
from casework.cases import routes as case_routes
from casework.cases.panels import Panel
from casework.cases.searchable import SOURCES as CASE_DOCUMENTS
from casework.codes import cli as code_cli
from casework.codes import routes as code_routes
from casework.config import Settings, redis_waits
from casework.correspondence import routes as correspondence_routes
from casework.correspondence.mailing import held_back
from casework.correspondence.panel import LettersPanel
from casework.correspondence.templates import routes as letter_template_routes
from casework.council import cli as council_cli
from casework.council import queries as council
from casework.council import routes as council_routes
from casework.database import db, prepare_engine
from casework.demo import cli as demo_cli
from casework.desk import cli as desk_cli
from casework.desk import set_up
from casework.desk.routes import trail as trail_routes
from casework.desk.routes import work as work_routes
from casework.evidence import cli as evidence_cli
from casework.evidence import looks, resting, vault
from casework.evidence import routes as evidence_routes
from casework.evidence.panel import EvidencePanel
from casework.evidence.texts.searchable import SOURCE as EXHIBIT_DOCUMENTS
from casework.intake import routes as intake_routes
from casework.intake.panel import LoggingPanel
from casework.members import cli as member_cli
from casework.members import routes as member_routes
from casework.members.searchable import Councillors
from casework.outbox import cli as outbox_cli
from casework.outbox import last_look
from casework.outbox import server as mail_server
from casework.permissions import Permission, can
from casework.procedure import routes as procedure_routes
from casework.procedure import service as procedure
from casework.procedure.panels import AllegationsPanel, DecisionsPanel
from casework.reports import cli as report_cli
from casework.reports import request_page
from casework.reports import routes as report_routes
from casework.reports import vault as report_vault
from casework.schema import cli as schema_cli
from casework.search import cli as search_cli
from casework.search.documents import DocumentSource
from casework.takedowns import routes as takedown_routes
from casework.takedowns.captures import looks_captured
from casework.takedowns.closing import no_open_request
from casework.takedowns.panel import RequestsPanel
from casework.takedowns.resting import on_requests
from casework.takedowns.searchable import SOURCE as REQUEST_DOCUMENTS
from casework.web import about, errors, filters, guard, headers, uploads
from casework.web.requests import RowNumber
from casework.worker import cli as worker_cli

ROOT = Path(__file__).parent.parent

BLUEPRINTS = [
    about.bp,
    account_routes.bp,
    council_routes.bp,
    member_routes.bp,
    case_routes.bp,
    evidence_routes.bp,
    intake_routes.bp,
    correspondence_routes.bp,
    letter_template_routes.bp,
    takedown_routes.bp,
    takedown_routes.mine,
    work_routes.bp,
    trail_routes.bp,
    set_up.bp,
    code_routes.bp,
    procedure_routes.bp,
    report_routes.bp,
    request_page.bp,
]
COMMANDS = [
    backup_cli.group,
    demo_cli.group,
    schema_cli.group,
    account_cli.group,
    outbox_cli.group,
    council_cli.group,
    member_cli.group,
    worker_cli.serve,
    worker_cli.group,
    search_cli.group,
    case_cli.group,
    evidence_cli.group,
    desk_cli.group,
    code_cli.group,
    report_cli.group,
]
CLOSING_GUARDS = [no_open_request, procedure.closing_guard]
RESTING = [on_requests]
LOOKING = [looks_captured]
LAST_LOOKS = [held_back]
PANELS: list[Panel] = [
    LoggingPanel(),
    EvidencePanel(),
    RequestsPanel(),
    LettersPanel(),
    AllegationsPanel(),
    DecisionsPanel(),
]
NAVIGATION = [
    ("My work", "desk.my_work", Permission.ACCOUNT_OWN),
    ("Log a breach", "intake.start", Permission.CASE_LOG),
    ("Cases", "cases.index", Permission.CASE_VIEW_SOME),
    ("Removal requests", "takedowns.register", Permission.CASE_VIEW_SOME),
    ("My requests", "my_requests.index", Permission.TAKEDOWN_HANDLE),
    ("Reports", "reports.index", Permission.REPORT_READ_ISSUED),
    ("Councillors", "members.index", Permission.MEMBER_VIEW),
    ("Audit trail", "audit.index", Permission.AUDIT_VIEW),
    ("Codes", "codes.index", Permission.CODE_VIEW),
    ("Accounts", "accounts.index", Permission.ACCOUNTS_MANAGE),
    ("Settings", "council.settings", Permission.COUNCIL_EDIT),
]
# Pages and rooms that stand under Settings, whichever room they are of.
IN_SETTINGS = {"desk.mail", "takedowns.routes", "takedowns.route", "letter_templates"}
DOCUMENTS: list[DocumentSource] = [
    Councillors(),
    *CASE_DOCUMENTS,
    EXHIBIT_DOCUMENTS,
    REQUEST_DOCUMENTS,
]


def build(settings: Settings) -> Flask:
    """Return the application made from `settings`."""
    app = Flask("casework", instance_path=str(settings.instance.resolve()), root_path=str(ROOT / "casework"))
    app.url_map.converters["int"] = RowNumber
    app.config.from_mapping(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.sqlalchemy_url,
        MAX_CONTENT_LENGTH=settings.request_limit + 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        SESSION_COOKIE_NAME="__Host-casework" if settings.secure_cookies else "casework",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        RATELIMIT_STORAGE_URI=settings.redis_url or "memory://",
        RATELIMIT_STORAGE_OPTIONS=redis_waits() if settings.redis_url else {},
        RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=bool(
            settings.redis_url
        ),  # each process counts by itself, and lets in
        SETTINGS=settings,
    )
    _prepare_templates(app)
    logs.prepare()
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    _install_rooms(app, settings)
    return app


def _install_rooms(app: Flask, settings: Settings) -> None:
    sign_in.install(app, settings)
    guard.install(app, sign_in.ask_to_sign_in, still_signed_in)
    headers.install(app)
    errors.install(app)
    refusals.install(app)
    filters.install(app)
    app.request_class = uploads.BoundedRequest
    mail_server.install(app, settings)
    vault.install(app, settings)
    report_vault.install(app, settings)
    account_routes.limiter.init_app(app)
    guards.install(CLOSING_GUARDS)
    resting.install(RESTING)
    looks.install(LOOKING)
    last_look.install(LAST_LOOKS)
    panels.install(PANELS)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for group in COMMANDS:
        app.cli.add_command(group)
    app.extensions[search_cli.EXTENSION] = DOCUMENTS
    app.context_processor(_page_words)


def _page_words() -> dict[str, object]:
    """What the base template needs on every page."""
    identity = current_user if current_user and current_user.is_authenticated else None
    settings = council.settings()
    return {
        "service_name": "Casework",
        "council_name": settings.council_name,
        "contact_name": settings.contact_name,
        "contact_email": settings.contact_email,
        "theme_url": url_for("council.theme", v=settings.version),
        "current_officer": identity.officer if identity else None,
        "can": lambda permission: can(identity, Permission(permission)),
        "navigation": _navigation(identity),
        "page_notices": get_flashed_messages(with_categories=True),
        "today": clock.today(),
        "session_expires": getattr(g, "session_ends_at", None),
    }


def _navigation(identity: Identity | None) -> list[dict[str, object]]:
    """Return the parts of the service that this officer has any use for."""
    entries = [entry for entry in NAVIGATION if can(identity, entry[2])]
    if can(identity, Permission.ACCOUNTS_MANAGE) and not accounts.is_set_up():
        entries.append(("Set up", "set_up.steps", Permission.COUNCIL_EDIT))
    here = "council" if {request.endpoint, request.blueprint} & IN_SETTINGS else request.blueprint
    return [
        {
            "text": text,
            "href": url_for(endpoint),
            "active": here == endpoint.partition(".")[0],
        }
        for text, endpoint, _ in entries
    ]


def _prepare_templates(app: Flask) -> None:
    app.jinja_loader = FileSystemLoader(ROOT / "templates")
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
