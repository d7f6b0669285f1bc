import pytest

from casework.evidence.kinds import Kind, kind_of, name_differs


@pytest.mark.parametrize(
    ("mime", "kind"),
    [
        ("image/png", Kind.PNG),
        ("image/tiff", Kind.PICTURE),
        ("video/quicktime", Kind.VIDEO),
        ("audio/mpeg", Kind.SOUND),
        ("text/csv", Kind.TEXT),
        ("text/html", Kind.WEB_PAGE),
        ("text/x-shellscript", Kind.PROGRAM),
        ("application/x-7z-compressed", Kind.ARCHIVE),
        ("", Kind.OTHER),
    ],
)
def test_a_mime_type_stands_for_a_kind(mime: str, kind: Kind) -> None:
    assert kind_of(mime) is kind


def test_every_kind_can_be_named_in_a_sentence() -> None:
    for kind in Kind:
        assert kind.phrase


@pytest.mark.parametrize(
    ("name", "kind", "ending"),
    [
        ("post.png", Kind.PNG, ""),
        ("post.PNG", Kind.PNG, ""),
        ("post.png", Kind.JPEG, ".png"),
        ("post.png", Kind.PROGRAM, ".png"),
        ("invoice.pdf.exe", Kind.PROGRAM, ""),
        ("letter.docx", Kind.ZIP, ""),
        ("Screenshot 2026.06.01", Kind.PNG, ""),
        ("post", Kind.PNG, ""),
        ("../../post.jpg", Kind.JPEG, ""),
        ("", Kind.PNG, ""),
    ],
)
def test_a_name_that_promises_another_kind_is_told(name: str, kind: Kind, ending: str) -> None:
    assert name_differs(name, kind) == ending
