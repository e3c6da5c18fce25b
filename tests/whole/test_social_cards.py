"""The social cards of the real site, and the tags by which chats find them."""

from urllib.parse import urljoin

import numpy as np
import pytest
from PIL import Image

from card_pixels import SITE_NAME, is_like, pixels, rgb, tags_of
from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.base.titles import split_number
from cheatsheet.content.sections import read_sections
from cheatsheet.examples.model import find_examples
from cheatsheet.examples.store import Store
from cheatsheet.look.palette import PALETTE
from cheatsheet.pages.card_image import BAND, LIMIT, SIZE, section_name, site_card

# All pages are read once: a second process would read them again.
pytestmark = pytest.mark.xdist_group("cards")


@pytest.fixture(scope="module")
def slugs(root):
    """The home page and the ten sections."""
    found = [section.slug for section in read_sections(Project(root), Problems())]
    assert found[0] == "index"
    assert len(found) == 11
    return found


@pytest.fixture(scope="module")
def pages(site):
    """The tags of every page with an article, by its address."""
    texts = {
        path.parent.relative_to(site).as_posix(): path.read_text("utf-8")
        for path in site.rglob("index.html")
    }
    return {
        "" if name == "." else f"{name}/": tags_of(text)
        for name, text in texts.items()
        if 'name="robots"' not in text
    }


def test_every_page_has_all_tags_and_they_agree(pages):
    assert len(pages) > 90
    for address, tags in pages.items():
        assert tags["twitter:card"] == "summary_large_image", address
        assert tags["og:type"] == ("article" if address else "website"), address
        for name in ("title", "description", "image", "image:alt"):
            assert tags[f"og:{name}"].strip() == tags[f"og:{name}"] != "", address
        assert tags["og:description"] == tags["description"], address
        assert (tags["og:image:width"], tags["og:image:height"]) == tuple(map(str, SIZE)), address
        assert tags["og:image:type"] == "image/png", address
        assert len(tags["og:title"]) <= 70, address
        assert 20 <= len(tags["og:description"]) <= 200, address
        assert len(tags["og:image:alt"]) <= 420, address


def test_every_page_names_an_image_that_exists(site, pages, slugs):
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
    assert {path.name for path in images.values()} == {f"{slug}.png" for slug in slugs}


def test_sections_have_title_description_and_image_of_their_own(pages, slugs):
    sections = [pages["" if slug == "index" else f"{slug}/"] for slug in slugs]
    for name in ("og:title", "og:description", "og:image"):
        assert len({tags[name].lstrip("./") for tags in sections}) == len(slugs), name
    for slug in slugs[1:]:
        assert pages[f"{slug}/"]["og:image"] == f"../previews/{slug}.png"
        examples = [
            tags for address, tags in pages.items() if address.startswith(f"examples/{slug}/")
        ]
        assert {tags["og:image"] for tags in examples} == {f"../../../previews/{slug}.png"}


def test_without_an_address_of_the_site_nothing_claims_one(site, pages):
    for address, tags in pages.items():
        assert "og:url" not in tags, address
        assert "://" not in tags["og:image"], address
    assert 'rel="canonical"' not in (site / "losses/index.html").read_text("utf-8")


def test_names_are_legible_in_a_thumbnail(pages, slugs):
    for slug in slugs[1:]:
        _, name = split_number(pages[f"{slug}/"]["og:title"])
        size, _ = section_name(name)
        assert size >= 40, name


def test_images_hold_the_plot_and_the_colours_of_the_site(site, slugs):
    for slug in slugs[1:]:
        pixels = np.asarray(Image.open(site / f"previews/{slug}.png").convert("RGB")).astype(int)
        band, plot = pixels[:, : BAND - 5], pixels[:, BAND + 5 :]
        blue = [int(PALETTE["1"][1][at : at + 2], 16) for at in (1, 3, 5)]
        paper = [int(PALETTE["paper"][1][at : at + 2], 16) for at in (1, 3, 5)]
        assert (abs(band - blue).max(2) < 6).mean() > 0.7, slug
        drawn = (abs(plot - paper).max(2) > 12).mean()
        assert 0.02 < drawn < 0.6, f"{slug}: {drawn:.3f} of the right side is drawn"


def test_every_figure_of_the_site_can_be_drawn(root, site):
    """Any of them may become the plot of a section. Ten a card, as on the site's."""
    project, figures = Project(root), {}
    for example in find_examples(project):
        result = Store(project).read(example)
        for name, figure in result.figures.items() if result else []:
            figures[f"{example.address}#{name}"] = figure.svg
    assert len(figures) > 80
    addresses = list(figures)
    for start in range(0, len(addresses), 10):
        names = addresses[start : start + 10]
        card = pixels(site_card(SITE_NAME, "", [figures[name] for name in names]))
        columns = (len(names) + 1) // 2
        for place, name in enumerate(names):
            row, column = divmod(place, columns)
            left, top = 24 + column * 1152 // columns, 310 + row * 155
            part = card[top : top + 155, left : left + 1152 // columns]
            drawn = (~is_like(part, rgb("paper"))).mean()
            assert 0.01 < drawn < 0.8, f"{name}: {drawn:.3f} is drawn"
