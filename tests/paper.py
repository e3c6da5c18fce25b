"""A printed PDF as Chrome's viewer has it: what is copied from its pages, and how full they are."""

import pypdfium2
from PIL import ImageOps

from cheatsheet.editions.pdf.document import Paper

# Pixels in a point, and the lightest grey that counts as ink.
SCALE, PAPER_WHITE = 0.5, 250


def free_shares(data: bytes, paper: Paper) -> list[float]:
    """For each page the share of its text's height that is empty below the last thing that is seen."""
    document = pypdfium2.PdfDocument(data)
    pixels = SCALE * 72 / 25.4
    top, bottom = paper.margin[0] * pixels, (paper.height - paper.margin[0]) * pixels
    shares = []
    for page in document:
        picture = page.render(scale=SCALE, grayscale=True).to_pil()
        text = picture.crop((0, round(top), picture.width, round(bottom)))
        ink = ImageOps.invert(text.point(lambda grey: 255 if grey >= PAPER_WHITE else 0)).getbbox()
        shares.append(1 - ink[3] / text.height if ink else 1.0)
    return shares


def copied(data: bytes) -> list[str]:
    """The text of every page."""
    return [
        page.get_textpage().get_text_range().replace("\r\n", "\n")
        for page in pypdfium2.PdfDocument(data)
    ]
