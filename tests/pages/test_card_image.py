"""The pictures of social cards: plots on them, what is refused, and the size of the file."""

import numpy as np
import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from card_pixels import (
    LEFT,
    SCALE,
    SITE_NAME,
    SVG,
    TOP,
    at,
    box,
    image,
    is_like,
    pixels,
    rgb,
    section,
    square,
)
from cheatsheet.look.palette import FONTS
from cheatsheet.pages.card_image import BAND, LIMIT, section_card, site_card


def test_a_plot_is_upright_whole_and_in_the_colours_of_the_light_scheme():
    corners = {(0, 0): "1", (90, 0): "2", (0, 50): "3", (90, 50): "4"}
    card = section("".join(square(*corner, role) for corner, role in corners.items()))
    for (x, y), role in corners.items():
        for inside in ((1, 1), (9, 1), (1, 9), (9, 9)):
            assert is_like(at(card, x + inside[0], y + inside[1]), rgb(role)), (role, inside)
    for outside in ((-1, 5), (101, 5), (5, -1), (5, 61), (50, 30)):
        assert is_like(at(card, *outside), rgb("paper")), outside


@pytest.mark.parametrize(
    ("view_box", "left", "top", "right", "bottom"),
    [("100 60", 500, 115, 1168, 515), ("60 100", 666.6, 36, 1001.4, 594)],
)
def test_a_plot_fills_its_place_and_keeps_its_proportions(view_box, left, top, right, bottom):
    svg = SVG.replace("100 60", view_box).format('<rect x="0" y="0" width="100" height="100"/>')
    card = pixels(section_card("1. A", SITE_NAME, svg))
    drawn = is_like(card, rgb("ink"))
    assert np.allclose(box(drawn), (left, top, right - 1, bottom - 1), atol=1)


def test_shapes_are_turned_moved_used_again_and_clipped():
    card = section(
        '<defs><path id="m" d="M 0 0 L 10 0 L 10 10 z"/>'
        '<clipPath id="c"><rect x="0" y="0" width="25" height="60"/></clipPath></defs>'
        '<use href="#m" x="10" y="40" style="fill:var(--fig-1,#000000)"/>'
        f'<g transform="translate(50 20) rotate(90)">{square(0, 0, "2")}</g>'
        f'<g clip-path="url(#c)">{square(20, 0, "3")}</g>'
    )
    seen = {(18, 42): "1", (45, 25): "2", (22, 5): "3"}
    unseen = {(12, 48): "paper", (55, 25): "paper", (28, 5): "paper"}
    for place, role in {**seen, **unseen}.items():
        assert is_like(at(card, *place), rgb(role)), place


def test_a_hatched_area_is_filled_with_its_pattern():
    """Stripes of 10 units, drawn in the left half of each tile."""
    card = section(
        '<defs><pattern id="h" patternUnits="userSpaceOnUse" x="0" y="0" width="10" height="10">'
        '<rect x="0" y="0" width="5" height="10" style="fill:var(--fig-5,#000000)"/></pattern></defs>'
        '<path d="M 20 10 L 80 10 L 80 50 L 20 50 z" style="fill:url(#h)"/>'
    )
    for x in range(20, 80, 10):
        for y in (13, 27, 43):
            assert is_like(at(card, x + 2.5, y), rgb("5"))
            assert is_like(at(card, x + 7.5, y), rgb("paper"))
    assert is_like(at(card, 12.5, 30), rgb("paper"))


def test_what_is_translucent_lets_the_paper_through():
    card = section(square(0, 0, "1", ' opacity="0.25"'))
    mixed = 0.25 * rgb("1") + 0.75 * rgb("paper")
    assert abs(at(card, 5, 5) - mixed).max() <= 2


@pytest.mark.parametrize("kind", ["webp", "png"])
def test_an_image_is_upright_and_its_pixels_stay_squares(kind):
    colours = np.array([[[255, 0, 0], [0, 160, 0]], [[0, 0, 255], [90, 90, 90]]])
    picture = Image.fromarray(colours.astype(np.uint8))
    card = section(image(picture, kind, 'width="2" height="2" transform="matrix(20 0 0 20 10 10)"'))
    for row, column in np.ndindex(2, 2):
        for x, y in ((1, 1), (19, 1), (1, 19), (19, 19)):
            found = at(card, 10 + 20 * column + x, 10 + 20 * row + y)
            assert is_like(found, colours[row, column]), (row, column, x, y)


@pytest.mark.parametrize("family", ["Inter", "DejaVu Sans", "sans-serif"])
def test_text_stands_at_its_anchor_in_its_size_and_colour(family):
    """Also that of a family which the pages do not have."""
    text = (
        f'<text style="font-size:20px;font-family:{family};text-anchor:end;'
        'fill:var(--fig-2,#000000)" x="90" y="40" transform="rotate(-0 90 40)">HH</text>'
    )
    card = section(text)
    left, top, right, bottom = box(is_like(card, rgb("2")))
    font = TTFont(FONTS / "Inter-Regular.ttf")
    unit = 20 * SCALE / font["head"].unitsPerEm
    assert abs(bottom - top - font["OS/2"].sCapHeight * unit) < 3
    assert abs(bottom - (TOP + 40 * SCALE)) < 3
    # The white beside a letter belongs to its advance.
    advance, bearing = (number * unit for number in font["hmtx"]["H"])
    assert abs(right - (LEFT + 90 * SCALE - bearing)) < 3
    assert abs(left - (LEFT + 90 * SCALE - 2 * advance + bearing)) < 3


def test_weights_differ_and_parts_of_a_text_have_their_own_places():
    style = "font-size:20px;font-family:Inter"
    plain, bold = (
        section(f'<text x="5" y="40" style="{style};font-weight:{weight}">IIIII</text>')[:, BAND:]
        for weight in (400, 600)
    )
    paper = rgb("paper")
    assert (bold < paper - 99).sum() > 1.2 * (plain < paper - 99).sum() > 0
    power = section(
        f'<text style="{style}"><tspan x="5" y="50">H</tspan>'
        '<tspan x="50" y="30" style="font-size:10px;font-family:Inter">H</tspan></text>'
    )
    base = box(is_like(power[:, : LEFT + 40 * 6], rgb("ink")))
    raised = box(is_like(power[:, LEFT + 40 * 6 :], rgb("ink")))
    assert abs(base[3] - (TOP + 50 * SCALE)) < 3
    assert abs(raised[3] - (TOP + 30 * SCALE)) < 3
    assert abs((raised[3] - raised[1]) / (base[3] - base[1]) - 0.5) < 0.03


# --- What is refused, and the size of the file ---------------------------------------------------


@pytest.mark.parametrize(
    ("svg", "message"),
    [
        ("<svg", "not well-formed"),
        ("<html/>", "no viewBox"),
        (SVG.replace("0 0 100 60", "0 0 0 60").format(""), "no viewBox"),
        ('<html viewBox="0 0 9 9"/>', "holds <html>"),
        (SVG.format("<foreignObject/>"), "holds <foreignObject>"),
        (SVG.format('<use href="#gone"/>'), "refers to #gone"),
        (SVG.format('<path d="M 0 0" style="fill:url(#no)"/>'), "refers to #no"),
        (SVG.format('<path d="M 0 0" clip-path="url(#no)"/>'), "refers to #no"),
        (SVG.format('<path style="fill:var(--fig-9,#000000)"/>'), "no colour '9'"),
        (SVG.format('<path style="fill:var(--md-ink)"/>'), "none of the palette: .*--md-ink"),
        (SVG.format('<image href="data:image/webp;base64,AAAA"/>'), "image that cannot be read"),
        (SVG.format('<image href="data:image/webp;base64,A"/>'), "image that cannot be read"),
        (SVG.format('<image href="/picture.png"/>'), "image that cannot be read: /picture"),
        (SVG.format("<image/>"), "image that cannot be read"),
    ],
)
def test_what_would_be_missing_in_the_picture_is_refused(svg, message):
    with pytest.raises(ValueError, match=message):
        section_card("1. A", SITE_NAME, svg)
    with pytest.raises(ValueError, match=message):
        site_card(SITE_NAME, "", [SVG.format(""), svg])


def test_text_that_looks_like_a_variable_is_text():
    style = "font-size:20px;font-family:Inter"
    card = section(f'<text x="5" y="40" style="{style}">var(x) url(#x)</text>')
    assert is_like(card, rgb("ink")).any()


def noise(size: int) -> str:
    """Grey pixels that no PNG can shorten."""
    generator = np.random.default_rng(0)
    picture = Image.fromarray(generator.integers(0, 256, (size, size), dtype=np.uint8))
    scale = 60 / size
    return image(picture, "png", f'width="{size}" height="{size}" transform="scale({scale})"')


def test_a_rich_picture_has_fewer_colours_and_stays_below_the_limit():
    png = section_card("1. A", SITE_NAME, SVG.format(noise(330)))
    assert len(png) < LIMIT
    assert len(np.unique(pixels(png).reshape(-1, 3), axis=0)) <= 128
    assert is_like(pixels(png)[2, [2, -3]], np.array([rgb("1"), rgb("paper")])).all()


def test_thin_bars_and_tints_keep_their_colours_beside_a_picture_of_many():
    """65,536 colours share 256 places with those of the plot."""
    green, red = np.mgrid[0:256, 0:256].astype(np.uint8)
    picture = Image.fromarray(np.dstack([red, green, red // 2 + green // 2]))
    place = f'width="256" height="256" transform="scale({60 / 256})"'
    bars = "".join(
        f'<rect x="{70 + 4 * number}" y="29" width="0.5" height="20" style="fill:var(--fig-{number},#000000)"/>'
        for number in range(1, 7)
    )
    tints = {"1": 1, "3": 14}
    shapes = "".join(square(65, y, role, ' opacity="0.15"') for role, y in tints.items())
    card = section(image(picture, "png", place) + bars + shapes)
    for number in range(1, 7):
        assert is_like(at(card, 70.25 + 4 * number, 39), rgb(str(number))), number
    for role, y in tints.items():
        assert is_like(at(card, 70, y + 5), 0.15 * rgb(role) + 0.85 * rgb("paper")), role


def test_a_picture_beyond_the_limit_is_refused():
    with pytest.raises(ValueError, match=r"takes \d{3} kB, the limit is 100"):
        section_card("1. A", SITE_NAME, SVG.format(noise(600)))
