"""Pictures and the first pages of PDFs, decoded whole and drawn again as small PNGs without their metadata."""

import io
import math
import warnings
from mmap import mmap
from typing import TYPE_CHECKING

from . import (
    DAMAGED,
    GIF,
    HEICS,
    JPEG,
    LOCKED,
    MOST_FRAMES,
    PAGES_READ,
    PNG,
    PREVIEW_SIDE,
    SHEET,
    SOUGHT,
    TALL,
    TALL_PIXELS,
    TALL_SIDE,
    THUMBNAIL_SIDE,
    TIFF,
    TOO_MANY_PAGES,
    TOO_MANY_PIXELS,
    TRUNCATED,
    Fault,
    Findings,
)
from .likeness import likeness
from .revisions import earlier_revisions

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFile import ImageFile
    from pypdfium2 import PdfDocument, PdfPage

ORIENTATION, LOCATION = 0x0112, 0x8825  # EXIF tags
SIDEWAYS = {5, 6, 7, 8}  # orientations that lie on their side
TEXT_LIMIT = 16 << 20  # bytes of words that a picture may carry, unpacked


def picture(mime: str, data: mmap, found: Findings, pixels: int, *, preview: bool) -> None:
    """Decode a picture of at most `pixels`, whole. Raises `Fault`, MemoryError."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = pixels // 2  # where a decoder allocates on opening, Pillow refuses at twice this
    warnings.simplefilter("error")
    warnings.filterwarnings("ignore", module=r"PIL\.TiffImagePlugin")  # faulty EXIF does not spoil a picture
    partial = bool(found.fault)
    if partial:
        from PIL import ImageFile

        ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        image = opened(mime, data)
        found.width, found.height = image.size
        found.pages = getattr(image, "n_frames", 1)
        if found.width * found.height > pixels or found.pages > MOST_FRAMES:
            found.fault = TOO_MANY_PAGES if found.pages > MOST_FRAMES else TOO_MANY_PIXELS
            return
        if preview and mime == JPEG:
            image.draft(image.mode, target(image.size))
        image.load()
    except (ImportError, MemoryError, PermissionError):
        raise  # which says nothing about the file
    except Image.DecompressionBombError as bomb:
        raise Fault(TOO_MANY_PIXELS) from bomb
    except Exception as broken:
        raise Fault(TRUNCATED if partial else DAMAGED) from broken
    turn = orientation(image, found)
    if turn in SIDEWAYS:
        found.width, found.height = found.height, found.width
    if not preview:
        return
    shown = shrunk(image, found)
    if found.pages > 1 and not partial:
        shown = contact_sheet(image, shown, found, pixels)
    draw(upright(shown, turn), found)


def contact_sheet(image: "ImageFile", first: "Image", found: Findings, pixels: int) -> "Image":
    """Return some of the frames or pages of a picture, evenly spread, side by side in their order."""
    from PIL import Image

    last = min(found.pages, SOUGHT) - 1
    wanted = sorted({round(last * number / (SHEET - 1)) for number in range(SHEET)})
    frames = [first]
    try:
        for number in wanted[1:]:
            image.seek(number)
            within(image, pixels)
            frames.append(shrunk(image, found))
    except (Fault, MemoryError, PermissionError, ImportError):
        raise
    except Exception:  # noqa: BLE001 - the first frame was whole: what follows it is shown as far as it goes
        found.note("frames_damaged")
    found.note("frames_shown", len(frames))
    cell = (min(480, first.width), min(480, first.height))
    columns = min(3, len(frames))
    sheet = Image.new("RGB", (columns * (cell[0] + 8), -(-len(frames) // columns) * (cell[1] + 8)), "white")
    for place, frame in enumerate(frames):
        frame.thumbnail(cell)
        sheet.paste(frame, (place % columns * (cell[0] + 8), place // columns * (cell[1] + 8)))
    return sheet


def within(image: "Image", pixels: int) -> None:
    """Raise `Fault` where a frame or page would unpack to more than `pixels`."""
    if image.width * image.height > pixels:
        raise Fault(TOO_MANY_PIXELS)


def opened(mime: str, data: mmap) -> "ImageFile":
    """Open a picture with the one decoder of its type, without importing the others."""
    stream = io.BytesIO(data)
    if mime == JPEG:
        from PIL.JpegImagePlugin import JpegImageFile

        return JpegImageFile(stream)
    if mime == PNG:
        from PIL import PngImagePlugin

        PngImagePlugin.MAX_TEXT_CHUNK = TEXT_LIMIT
        return PngImagePlugin.PngImageFile(stream)
    if mime == GIF:
        from PIL.GifImagePlugin import GifImageFile

        return GifImageFile(stream)
    if mime == TIFF:
        from PIL.TiffImagePlugin import TiffImageFile

        return TiffImageFile(stream)
    if mime in HEICS:
        from pillow_heif import options
        from pillow_heif.as_plugin import HeifImageFile

        options.DECODE_THREADS = 1
        return HeifImageFile(stream)  # type: ignore[no-any-return]
    from PIL.WebPImagePlugin import WebPImageFile

    return WebPImageFile(stream)


def orientation(image: "ImageFile", found: Findings) -> int:
    """Return how the camera was held, 1 to 8, and note whether the picture says where it was taken."""
    try:
        exif = image.getexif()
        if LOCATION in exif:
            found.note("location")
        turn = int(exif.get(ORIENTATION, 1))
    except Exception:  # noqa: BLE001 - whatever is wrong with EXIF, the picture can be shown as it lies
        found.note("exif_unreadable")
        return 1
    return turn if 1 <= turn <= 8 else 1


def target(size: tuple[int, int]) -> tuple[int, int]:
    """Return the size of the preview of a picture of this size, never larger than it."""
    width, height = size
    scale = PREVIEW_SIDE / max(size)
    if max(size) >= TALL * min(size):
        scale = min(math.sqrt(TALL_PIXELS / (width * height)), TALL_SIDE / max(size))
    return (max(1, round(width * scale)), max(1, round(height * scale))) if scale < 1 else size


def shrunk(image: "Image", found: Findings, size: tuple[int, int] | None = None) -> "Image":
    """Return the picture at `size`, or else preview size, in RGB, on white, in the colours that its profile states."""
    from PIL import Image as Pillow

    profile, mode = image.info.get("icc_profile"), image.mode
    if mode.startswith("I"):  # 16 bits of grey
        image = image.convert("I").point(lambda level: level * (1 / 256)).convert("L")
    elif image.has_transparency_data:
        image = image.convert("RGBA")
    elif mode != "RGB":
        image = image.convert("RGB")
    image = image.resize(size or target(image.size), Pillow.Resampling.HAMMING, reducing_gap=2.0)
    if image.mode == "RGBA":
        alpha = image.getchannel("A")
        if alpha.getextrema() != (255, 255):
            found.note("transparent")
        ground = Pillow.new("RGB", image.size, "white")
        ground.paste(image, mask=alpha)
        image = ground
    if profile and mode in {"RGB", "RGBA", "P"}:
        image = coloured(image, profile, found)
    return image.convert("RGB")


def coloured(image: "Image", profile: bytes, found: Findings) -> "Image":
    """Return the picture in sRGB. A faulty profile is noted and left out."""
    try:
        from PIL import ImageCms

        return (
            ImageCms.profileToProfile(
                image, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
            )
            or image
        )
    except Exception:  # noqa: BLE001 - the library raises what it likes, and the picture can be shown without
        found.note("colours_unknown")
        return image


def upright(image: "Image", turn: int) -> "Image":
    """Return the picture as it was seen by who held the camera so."""
    from PIL.Image import Transpose

    turns = (
        Transpose.FLIP_LEFT_RIGHT,
        Transpose.ROTATE_180,
        Transpose.FLIP_TOP_BOTTOM,
        Transpose.TRANSPOSE,
        Transpose.ROTATE_270,
        Transpose.TRANSVERSE,
        Transpose.ROTATE_90,
    )
    return image.transpose(turns[turn - 2]) if turn > 1 else image


def draw(image: "Image", found: Findings) -> None:
    """Keep preview and thumbnail of an upright picture as PNG, nothing in them but pixels, and what it looks like."""
    from PIL.Image import Resampling

    width, height = image.size
    thumbnail = image.crop((0, 0, width, min(height, 2 * width)))  # of a long capture, the top
    thumbnail.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Resampling.HAMMING)
    found.images, found.likeness = (encoded(image), encoded(thumbnail)), likeness(image)


def encoded(image: "Image") -> bytes:
    """Return the bytes of a PNG of the pixels alone."""
    image.info = {}
    out = Drawing()
    image.save(out, compress_level=1)  # half of the time of the default, and here no more bytes
    return out.getvalue()


class Drawing(io.BytesIO):
    """Bytes that are named as a PNG: asked for a format instead, Pillow would import five others."""

    name = "preview.png"


def hidden(pdf: "PdfDocument", data: mmap, found: Findings) -> None:
    """Note what a PDF holds besides its pages: earlier revisions, layers, annotations that may cover or say more."""
    from pypdfium2 import raw

    if revisions := earlier_revisions(data):
        found.note("revisions", revisions)
    if data.find(b"/OCProperties") >= 0:
        found.note("layers")
    remarks = 0
    for number in range(min(len(pdf), PAGES_READ)):
        page = pdf[number]
        for place in range(raw.FPDFPage_GetAnnotCount(page)):
            if annotation := raw.FPDFPage_GetAnnot(page, place):
                remarks += raw.FPDFAnnot_GetSubtype(annotation) not in {
                    raw.FPDF_ANNOT_LINK,
                    raw.FPDF_ANNOT_WIDGET,
                    raw.FPDF_ANNOT_POPUP,
                }
                raw.FPDFPage_CloseAnnot(annotation)
    if remarks:
        found.note("annotations", remarks)


def document(data: mmap, found: Findings, *, preview: bool) -> None:
    """Open a PDF, count its pages and draw the first. Raises `Fault`, MemoryError."""
    import pypdfium2
    from pypdfium2 import raw

    try:
        pdf = pypdfium2.PdfDocument(bytes(data))
    except pypdfium2.PdfiumError as refusal:
        raise Fault(LOCKED if refusal.err_code == raw.FPDF_ERR_PASSWORD else DAMAGED) from refusal
    found.pages = len(pdf)
    if not found.pages:
        raise Fault(DAMAGED)
    for code, count in (
        ("scripts", raw.FPDFDoc_GetJavaScriptActionCount(pdf)),
        ("attachments", raw.FPDFDoc_GetAttachmentCount(pdf)),
    ):
        if count > 0:
            found.note(code, count)
    hidden(pdf, data, found)
    try:
        pdf.init_forms()  # what was filled in is part of the page
        page = pdf[0]
        if preview:
            draw(render(page), found)
    except (pypdfium2.PdfiumError, ValueError, ZeroDivisionError) as broken:
        raise Fault(DAMAGED) from broken


def render(page: "PdfPage") -> "Image":
    """Return a page of a PDF at preview size."""
    size = page.get_size()
    longest = max(target((math.ceil(size[0] * 100), math.ceil(size[1] * 100))))
    scale = (longest - 1) / max(size)  # the renderer rounds up
    return page.render(scale=scale).to_pil().convert("RGB")  # type: ignore[no-any-return]
