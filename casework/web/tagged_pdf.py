"""PDF/UA from HTML of our own, tagged for screen readers. WeasyPrint is wrapped here, and imported where a PDF is made.

It wants the system's Pango. Nothing is fetched: what the HTML names is among the bytes that the caller gives, or it is
left out and logged.
"""

from collections.abc import Mapping

import structlog

from casework.errors import NotPossible

HELD = "held:"
"""Before the name of a given file, where the HTML names it: `src="held:before-1"`."""
MISSING = (
    "A PDF cannot be made here, because the system’s Pango library is missing. Ask whoever runs the server to install "
    "it. The page itself can be printed meanwhile."
)
log = structlog.get_logger()


def tagged_pdf(html: str, css: str, pictures: Mapping[str, bytes]) -> bytes:
    """Return a document as PDF/UA-1. `pictures`: {name: PNG}, each named in the HTML as HELD and its name.

    The HTML states its language and title. Raises NotPossible where the system lacks what it takes.
    """
    from PIL import ImageFile

    try:
        from weasyprint import CSS, HTML
        from weasyprint.urls import URLFetcher, URLFetcherResponse
    except OSError as error:
        log.warning("no tagged PDF", error=str(error))
        raise NotPossible(MISSING) from error
    # Its import lets every decoder of this process fill up a picture cut short, the release gate's too.
    ImageFile.LOAD_TRUNCATED_IMAGES = False

    class Given(URLFetcher):  # type: ignore[misc]  # an untyped library's class
        """Hands out the given pictures and nothing else, whatever scheme is asked for."""

        def fetch(self, url: str, headers: object = None) -> object:
            name = url.removeprefix(HELD)
            if name == url or name not in pictures:
                log.warning("a PDF asked for what it was not given", url=url[:80])
                raise ValueError("only what was given is shown")
            return URLFetcherResponse(url, pictures[name], {"Content-Type": "image/png"})

    given = Given()
    document = HTML(string=html, url_fetcher=given, base_url=None)
    pdf: bytes = document.write_pdf(
        stylesheets=[CSS(string=css, url_fetcher=given)], pdf_variant="pdf/ua-1", pdf_tags=True
    )
    return pdf
