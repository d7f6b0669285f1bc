"""Files that only this catalogue needs, made on the spot; all of it is fictional."""

from PIL import Image

from tests.support import files


def png_with(behind: bytes) -> bytes:
    return files.png() + behind


def hostile_metadata() -> bytes:
    """Return a PNG whose words are a script, and a chunk of a megabyte of them."""
    whole = files.png()
    words = files.chunk(b"tEXt", b"Comment\0<script>alert(1)</script>" + b"A" * (1 << 20))
    return whole[:33] + words + whole[33:]


def jpeg_with_embedded_thumbnail() -> bytes:
    """Return a JPEG whose EXIF carries a small picture of its own, of what was cropped away."""
    exif = Image.Exif()
    exif[0x010E] = "Fictional"
    exif.get_ifd(0x8769)[0x9286] = files.jpeg((60, 60))
    return files.saved(files.picture(), "JPEG", exif=exif)


def faulty_profile() -> bytes:
    return files.saved(files.picture(), "PNG", icc_profile=b"no profile at all" * 500)


def multi_page_tiff(pages: int) -> bytes:
    frames = [Image.new("RGB", (60, 90), (shade * 3 % 256, 90, 160)) for shade in range(pages)]
    return files.saved(frames[0], "TIFF", save_all=True, append_images=frames[1:])


def postscript() -> bytes:
    return b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\nshowpage\n"


def photoshop() -> bytes:
    return b"8BPS\0\1" + bytes(6) + b"\0\3\0\0\0\x0a\0\0\0\x0a\0\x08\0\3" + bytes(50)


def internet_shortcut() -> bytes:
    return b"[InternetShortcut]\r\nURL=http://169.254.169.254/fictional\r\n"
