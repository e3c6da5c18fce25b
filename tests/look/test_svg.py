"""matplotlib's SVG made small: colours of the theme, ids of its own, two decimals, images as WebP."""

import io
import re
from base64 import b64decode, b64encode

import numpy
import pytest
from lxml import etree
from matplotlib import pyplot
from PIL import Image

from cheatsheet.look.palette import PALETTE
from cheatsheet.look.style import use_style
from cheatsheet.look.svg import clean_svg
from cheatsheet.look.thumbnails import thumbnail


def drawn(figure, prefix="example-figure") -> str:
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    pyplot.close(figure)
    return clean_svg(buffer.getvalue(), prefix)


@pytest.fixture
def _style():
    with pyplot.rc_context():
        use_style()
        yield


HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {}>{}</svg>'
)


def cleaned(inner: str, attributes: str = "") -> str:
    """What becomes of the inside of an SVG."""
    text = clean_svg(HEAD.format(attributes, inner), "pool-growth")
    match = re.fullmatch(r"<svg [^>]*?(?:/>|>(.*)</svg>)", text)
    assert match, text
    return match[1] or ""


@pytest.mark.usefixtures("_style")
def test_a_plot_becomes_small_and_follows_the_theme():
    figure, axes = pyplot.subplots(num="growth")
    axes.plot([0, 1, 2], [0, 1, 4], marker="o", label="a")
    axes.plot([0, 1, 2], [0, 2, 3], label="b")
    axes.fill_between([0, 1, 2], [0, 1, 4], color="0.85")
    axes.set(xlabel="step", ylabel="loss")
    axes.legend()
    svg = drawn(figure)
    assert set(re.findall(r"#[0-9a-f]{6}", re.sub(r"var\(--fig-\w+,#\w{6}\)", "", svg))) == set()
    for role in ("1", "2", "ink", "muted", "faint"):
        assert f"var(--fig-{role},{PALETTE[role][1]})" in svg
    assert "<text" in svg
    assert "metadata" not in svg
    assert not re.search(r"\d\.\d{3,}", svg)
    # A tick's place is told to a hundredth of a point.
    assert re.search(r"\d\.\d\d\b", svg)
    assert len(svg) < 9_000
    etree.fromstring(svg)


@pytest.mark.usefixtures("_style")
def test_ids_are_prefixed_with_every_reference_to_them():
    figure, axes = pyplot.subplots(num="clip")
    axes.plot([0, 1], [0, 1], marker="o")
    svg = drawn(figure, "one-clip")
    ids = set(re.findall(r'\bid="([^"]+)"', svg))
    references = set(re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', svg))
    used = {first or second for first, second in references}
    assert used
    assert used == ids
    assert all(name.startswith("one-clip-") for name in ids)


@pytest.mark.usefixtures("_style")
def test_a_foreign_colour_is_refused():
    figure, axes = pyplot.subplots(num="red")
    axes.plot([0, 1], color="red")
    with pytest.raises(ValueError, match="#ff0000 does not follow the theme"):
        drawn(figure)


@pytest.mark.usefixtures("_style")
def test_a_thumbnail_has_neither_text_nor_what_keeps_lines_off_it():
    figure, axes = pyplot.subplots(num="label")
    axes.plot([0, 1], [0, 1])
    axes.text(0.5, 0.5, "label", bbox={"fc": "w", "lw": 0})
    svg = drawn(figure)
    assert "var(--fig-paper," in svg
    small = thumbnail(svg, "dark")
    assert "<text" not in small
    assert PALETTE["paper"][2] not in small
    assert PALETTE["1"][2] in small


def test_the_root_says_its_box_and_the_colour_of_black_text():
    svg = clean_svg(
        HEAD.format('width="9pt" height="9pt" version="1.1" viewBox="0 0 9 9"', ""), "p"
    )
    assert etree.fromstring(svg).attrib == {"viewBox": "0 0 9 9", "fill": "var(--fig-ink,#1f2430)"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("M 1.23456 2.5 L -0.126 100.00", "M 1.23 2.5 L -0.13 100"),
        ("M 10.999 0.5\nL 20 30  z ", "M 11 0.5 L 20 30 z"),
        ("M 1e5 2.00 3", "M 1e5 2 3"),
    ],
)
def test_coordinates_have_two_decimals(before, after):
    assert cleaned(f'<path d="{before}" style="fill:#0a0001"/>') == (
        f'<path d="{after}" style="fill:var(--fig-1,#1d5fa6)"/>'
    )


def test_styles_keep_what_differs_from_the_default():
    style = "fill: #000000; stroke-linejoin: miter; stroke-linecap: round; font: 9.123px 'Inter'"
    expected = "fill:var(--fig-ink,#1f2430);stroke-linecap:round;font:9.12px Inter"
    assert cleaned(f'<path d="M 0 0" style="{style}"/>') == f'<path d="M 0 0" style="{expected}"/>'
    assert cleaned('<path d="M 0 0" style="text-anchor: start"/>') == '<path d="M 0 0"/>'


def test_what_cannot_be_seen_is_left_out():
    seen = '<path d="M 0 0" style="fill:none;stroke:#0a0001"/>'
    unseen = '<path d="M 9 9" style="fill: none"/><rect style="fill:none;stroke: none"/>'
    comment = "<metadata>a</metadata><g><g/></g><defs/>"
    assert cleaned(unseen + seen + comment) == seen.replace("#0a0001", "var(--fig-1,#1d5fa6)")
    # What clips is not seen either, and is needed.
    clip = '<defs><clipPath id="c"><rect x="1" style="fill:#000000"/></clipPath></defs>'
    assert cleaned(f'{clip}<g clip-path="url(#c)"><path d="M 0 0"/></g>') == (
        '<defs><clipPath id="pool-growth-c"><rect x="1" style="fill:var(--fig-ink,#1f2430)"/>'
        '</clipPath></defs><g clip-path="url(#pool-growth-c)"><path d="M 0 0"/></g>'
    )
    assert "<path" in cleaned('<defs><path id="m" style="fill:none"/></defs><use href="#m"/>')


def test_groups_that_say_nothing_are_opened():
    inner = '<g id="a"><g id="b" style="opacity: 0.5"><path d="M 0 0"/></g><path d="M 1 1"/></g>'
    assert cleaned(inner) == '<g style="opacity:0.5"><path d="M 0 0"/></g><path d="M 1 1"/>'


def test_definitions_are_gathered_and_used_under_their_new_names():
    inner = (
        '<defs><style>a{}</style></defs><g><defs><path id="m" d="M 0 0"/></defs>'
        '<use xlink:href="#m" x="1.25"/></g><g id="unused"><use href="#m"/></g>'
    )
    assert cleaned(inner) == (
        '<defs><path id="pool-growth-m" d="M 0 0"/></defs>'
        '<use x="1.25" href="#pool-growth-m"/><use href="#pool-growth-m"/>'
    )


def test_spaces_stay_between_parts_of_a_text_alone():
    inner = '<text>\n<tspan x="1">a</tspan> b<tspan>c</tspan>\n</text>\n<path d="M 0 0"/>\n'
    assert (
        cleaned(inner) == '<text><tspan x="1">a</tspan> b<tspan>c</tspan></text><path d="M 0 0"/>'
    )


def test_images_become_webp_pixel_for_pixel():
    pixels = numpy.random.default_rng(0).integers(0, 256, (16, 12, 4), "uint8")
    pixels[..., 3] = 255
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    address = f"data:image/png;base64,{b64encode(file.getvalue()).decode()}"
    image = etree.fromstring(cleaned(f'<image xlink:href="{address}" width="12"/>'))
    kind, _, data = image.get("href").partition(",")
    assert kind == "data:image/webp;base64"
    with Image.open(io.BytesIO(b64decode(data))) as shown:
        assert shown.format == "WEBP"
        assert (numpy.asarray(shown.convert("RGBA")) == pixels).all()


def test_other_addresses_stay():
    assert cleaned('<a xlink:href="https://a.b/1.2345"><path d="M 0 0"/></a>') == (
        '<a href="https://a.b/1.2345"><path d="M 0 0"/></a>'
    )
