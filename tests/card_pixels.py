"""Social cards for tests: what stands where in a picture, and the tags of a page."""

import io
from base64 import b64encode

import numpy as np
from bs4 import BeautifulSoup
from PIL import Image

from cheatsheet.look.palette import PALETTE
from cheatsheet.pages.card_image import BAND, EDGE, section_card

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 60" fill="var(--fig-ink,#000000)">{}</svg>'
SITE_NAME = "CV Engineer Interview Prep: Concepts Cheatsheet"
# Where a drawing of 100 × 60 lies on a section's card: as wide as its place, and in the middle of its height.
SCALE, LEFT, TOP = 6.68, 500, 114.6
ROOM = BAND - 0.7 * EDGE  # right edge of the words on the band


def rgb(role: str, scheme: int = 1) -> np.ndarray:
    colour = PALETTE[role][scheme]
    return np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)])


def pixels(png: bytes) -> np.ndarray:
    with Image.open(io.BytesIO(png)) as image:
        assert (image.format, image.size) == ("PNG", (1200, 630))
        return np.asarray(image.convert("RGB")).astype(int)


def section(body: str, title: str = "6. Loss Functions Summary") -> np.ndarray:
    return pixels(section_card(title, SITE_NAME, SVG.format(body)))


def at(card: np.ndarray, x: float, y: float) -> np.ndarray:
    """The colour of a section's card at a place in its drawing."""
    return card[round(TOP + SCALE * y), round(LEFT + SCALE * x)]


def is_like(found: np.ndarray, colour: np.ndarray) -> np.ndarray:
    return abs(found - colour).max(-1) < 4


def box(mask: np.ndarray) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what is true."""
    (top, left), (bottom, right) = np.argwhere(mask).min(0), np.argwhere(mask).max(0)
    return left, top, right, bottom


def square(x: float, y: float, role: str, more: str = "") -> str:
    d = f"M {x} {y} L {x + 10} {y} L {x + 10} {y + 10} L {x} {y + 10} z"
    return f'<path d="{d}" style="fill:var(--fig-{role},#000000)"{more}/>'


def image(picture: Image.Image, kind: str, more: str) -> str:
    file = io.BytesIO()
    picture.save(file, kind, lossless=True)
    data = b64encode(file.getvalue()).decode()
    return (
        f'<image {more} style="image-rendering:pixelated" href="data:image/{kind};base64,{data}"/>'
    )


def tags_of(html: str) -> dict[str, str]:
    """Content of each meta tag by its property or name; a tag that stands twice is an error."""
    found = {}
    for tag in BeautifulSoup(html, "lxml").head.select("meta[property], meta[name]"):
        name = tag.get("property") or tag["name"]
        assert name not in found or name == "theme-color", f"{name} stands twice"
        found[name] = tag["content"]
    return found
