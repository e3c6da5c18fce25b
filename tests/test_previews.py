"""Preview images and the tags that chats read, on every page; what is drawn, kept and refused."""

import base64
import io
import re
from urllib.parse import urljoin

import numpy as np
import pytest
from bs4 import BeautifulSoup
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from cheatsheet.build import build, render
from cheatsheet.drawing import draw, size_of
from cheatsheet.faults import BadInput
from cheatsheet.ledger import SECTIONS
from cheatsheet.palette import PALETTE
from cheatsheet.previews import BAND, EDGE, LIMIT, SIZE, _fit
from miniature import GOOD, PAGE, write

URL = "https://example.org/cv/"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 60" fill="var(--fig-ink,#1f2430)">{}</svg>'


def tags_of(html):
    """Content of each meta tag by its property or name; a tag that stands twice is an error."""
    found = {}
    for tag in BeautifulSoup(html, "lxml").head.select("meta[property], meta[name]"):
        name = tag.get("property") or tag["name"]
        assert name not in found or name == "theme-color", f"{name} stands twice"
        found[name] = tag["content"]
    return found


@pytest.fixture(scope="module")
def pages(site):
    """The tags of every page with an article, by its address."""
    texts = {path.parent.relative_to(site).as_posix(): path.read_text("utf-8") for path in site.rglob("index.html")}  # fmt: skip
    return {"" if name == "." else f"{name}/": tags_of(text) for name, text in texts.items() if 'name="robots"' not in text}  # fmt: skip


# --- The real site -------------------------------------------------------------------------------


def test_every_page_has_all_tags_and_they_agree(pages):
    assert len(pages) > 90
    for address, tags in pages.items():
        assert tags["twitter:card"] == "summary_large_image", address
        assert tags["og:type"] == ("article" if address else "website"), address
        for name in ("title", "description", "image", "image:alt"):
            assert tags[f"og:{name}"] == tags[f"twitter:{name}"], address
            assert tags[f"og:{name}"].strip() == tags[f"og:{name}"] != "", address
        assert tags["og:description"] == tags["description"], address
        assert (tags["og:image:width"], tags["og:image:height"]) == tuple(map(str, SIZE)), address
        assert tags["og:image:type"] == "image/png", address
        assert len(tags["og:title"]) <= 70, address
        assert 20 <= len(tags["og:description"]) <= 200, address
        assert len(tags["og:image:alt"]) <= 420, address


def test_every_page_names_an_image_that_exists(site, pages):
    images = {}
    for address, tags in pages.items():
        path = site / urljoin(f"/{address}", tags["og:image"]).lstrip("/")
        assert path.is_file(), address
        images[address] = path
    for path in set(images.values()):
        with Image.open(path) as image:
            assert image.size == SIZE
            assert image.format == "PNG"
        assert path.stat().st_size < LIMIT
    assert {path.name for path in images.values()} == {f"{slug}.png" for slug in SECTIONS}


def test_sections_have_title_description_and_image_of_their_own(pages):
    sections = [pages["" if slug == "index" else f"{slug}/"] for slug in SECTIONS]
    for name in ("og:title", "og:description", "og:image"):
        assert len({tags[name].lstrip("./") for tags in sections}) == len(SECTIONS), name
    for slug in SECTIONS[1:]:
        assert pages[f"{slug}/"]["og:image"] == f"../previews/{slug}.png"
        examples = [tags for address, tags in pages.items() if address.startswith(f"examples/{slug}/")]  # fmt: skip
        assert {tags["og:image"] for tags in examples} == {f"../../../previews/{slug}.png"}


def test_without_an_address_of_the_site_nothing_claims_one(site, pages):
    for address, tags in pages.items():
        assert "og:url" not in tags, address
        assert "://" not in tags["og:image"], address
    assert 'rel="canonical"' not in (site / "losses/index.html").read_text("utf-8")


def test_names_are_legible_in_a_thumbnail(pages):
    for slug in SECTIONS[1:]:
        name = re.sub(r"^\d+\. ", "", pages[f"{slug}/"]["og:title"])
        size, lines = _fit(name, range(72, 29, -2), BAND - 1.7 * EDGE, 4)
        assert size >= 40, name
        assert len(lines) <= 4


def test_images_hold_the_plot_and_the_colours_of_the_site(site):
    for slug in SECTIONS[1:]:
        pixels = np.asarray(Image.open(site / f"previews/{slug}.png").convert("RGB")).astype(int)
        band, plot = pixels[:, : BAND - 5], pixels[:, BAND + 5 :]
        blue = [int(PALETTE["1"][1][at : at + 2], 16) for at in (1, 3, 5)]
        paper = [int(PALETTE["paper"][1][at : at + 2], 16) for at in (1, 3, 5)]
        assert (abs(band - blue).max(2) < 6).mean() > 0.7, slug
        drawn = (abs(plot - paper).max(2) > 12).mean()
        assert 0.02 < drawn < 0.6, f"{slug}: {drawn:.3f} of the right side is drawn"


def test_every_figure_of_the_site_can_be_drawn(root):
    """Any of them may become a preview."""
    from cheatsheet.examples import Cache, find_examples
    from cheatsheet.project import Project

    project, count = Project(root), 0
    for example in find_examples(project):
        result = Cache(project).read(example)
        for figure in result.figures.values() if result else []:
            assert drawing(figure["svg"], 1).std() > 1, example.address
            count += 1
    assert count > 80


# --- The miniature -------------------------------------------------------------------------------


def test_with_an_address_of_the_site_all_of_it_is_absolute(mini):
    out = mini.cache / "site-new"
    render(mini, out, URL)
    for address, image in {
        "": "index",
        "cnn/": "cnn",
        "claims/": "index",
        "examples/cnn/good/": "cnn",
    }.items():
        text = (out / address / "index.html").read_text("utf-8")
        tags = tags_of(text)
        assert tags["og:url"] == f"{URL}{address}"
        assert f'<link rel="canonical" href="{URL}{address}">' in text
        assert tags["og:image"] == tags["twitter:image"] == f"{URL}previews/{image}.png"
    assert 'property="og:' not in (out / "404.html").read_text("utf-8")


def test_an_image_is_drawn_again_only_when_it_would_differ(mini):
    build(mini)
    image = mini.cache / "previews/cnn.png"
    first, drawn = image.read_bytes(), image.stat().st_mtime_ns
    write(mini.root, "docs/cnn.md", PAGE + "\nMore.\n")
    build(mini)
    assert image.stat().st_mtime_ns == drawn
    image.write_bytes(first[:-40])  # damaged
    write(mini.root, "docs/cnn.md", PAGE)
    build(mini)
    assert image.read_bytes() == first  # the same bytes again
    write(mini.root, "docs/cnn.md", PAGE.replace("1. Miniature", "1. Renamed"))
    build(mini)
    assert image.read_bytes() != first
    (mini.cache / "previews/gone.png").write_bytes(b"")
    write(mini.root, "examples/cnn/good.py", GOOD.replace("[0, 1], [0, 1]", "[0, 1], [1, 0]"))
    second = image.read_bytes()
    build(mini)
    assert image.read_bytes() != second
    assert not (mini.cache / "previews/gone.png").exists()


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("", "docs/cnn.md:1: the page names no plot for its preview"),
        ("plot: cnn/good#lime\n", "docs/cnn.md:3: there is no figure 'cnn/good#lime'"),
        ("plot: cnn/bad#line\n", "docs/cnn.md:3: there is no figure 'cnn/bad#line'"),
    ],
)
def test_a_section_without_a_plot_stops_the_build(mini, line, fault):
    write(mini.root, "docs/cnn.md", PAGE.replace("plot: cnn/good#line\n", line))
    with pytest.raises(BadInput) as caught:
        build(mini)
    assert fault in str(caught.value)


# --- Drawing -------------------------------------------------------------------------------------


def drawing(svg, scheme=1, text=True):
    """The pixels of a drawing, ten for each of its units at a width of 100."""
    wide, high = size_of(svg)
    figure = Figure(figsize=(10, 10 * high / wide), dpi=100)
    canvas = FigureCanvasAgg(figure)
    draw(svg, figure.add_axes((0, 0, 1, 1)), scheme, text)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())[..., :3]


def test_shapes_lie_where_the_svg_puts_them():
    style = "fill:var(--fig-1,#1d5fa6)"
    svg = SVG.format(
        f'<defs><path id="m" d="M 0 0 L 10 0 L 10 10 L 0 10 z"/><clipPath id="c"><rect x="0" y="0" width="25" height="60"/></clipPath></defs>'
        f'<use href="#m" x="10" y="40" style="{style}"/>'
        f'<g transform="translate(50 20) rotate(90)"><path d="M 0 0 L 10 0 L 10 10 L 0 10 z" style="{style}"/></g>'
        f'<g clip-path="url(#c)"><path d="M 20 0 L 40 0 L 40 10 L 20 10 z" style="fill:var(--fig-2,#b8480a)"/></g>'
    )
    for scheme in (1, 2):
        pixels = drawing(svg, scheme)
        colours = {"1": (15, 45), "2": (22, 5)}  # role: a place in it
        for role, (x, y) in {**colours}.items():
            hexadecimal = PALETTE[role][scheme]
            rgb = [int(hexadecimal[at : at + 2], 16) for at in (1, 3, 5)]
            assert pixels[10 * y, 10 * x].tolist() == rgb
        assert pixels[250, 450].tolist() == pixels[450, 150].tolist()  # turned to the left
        for x, y in ((5, 45), (15, 35), (55, 25), (27, 5)):
            assert pixels[10 * y, 10 * x].tolist() == [255, 255, 255]


def test_images_stand_upright():
    buffer = io.BytesIO()
    Image.fromarray(np.array([[[255, 0, 0]], [[0, 0, 255]]], dtype=np.uint8)).save(buffer, "png")
    data = base64.b64encode(buffer.getvalue()).decode()
    svg = SVG.format(f'<image width="1" height="2" transform="matrix(20 0 0 20 10 10)" href="data:image/png;base64,{data}"/>')  # fmt: skip
    pixels = drawing(svg)
    assert pixels[200, 200].tolist() == [255, 0, 0]
    assert pixels[400, 200].tolist() == [0, 0, 255]


def test_text_is_anchored_and_can_be_left_out():
    words = SVG.format('<text style="font-size:20px;font-family:Inter;text-anchor:end" x="90" y="40" transform="rotate(-0 90 40)">HH</text>')  # fmt: skip
    dark = np.argwhere(drawing(words)[..., 0] < 128)
    (top, left), (bottom, right) = dark.min(0), dark.max(0)
    assert abs(bottom - 400) < 8
    assert 120 < bottom - top < 170  # the height of a capital
    assert 880 < right <= 905
    assert left > 500
    assert drawing(words, text=False).min() == 255


@pytest.mark.parametrize("bad", ["<circle r='1'/>", '<path d="M 0 0 A 1 1 0 0 1 2 2"/>', '<g transform="skewX(3)"/>'])  # fmt: skip
def test_what_cannot_be_drawn_is_refused(bad):
    with pytest.raises(ValueError, match="previews cannot"):
        drawing(SVG.format(bad))
