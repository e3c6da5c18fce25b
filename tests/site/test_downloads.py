"""Pages offer the downloads that exist, each with its size, where they left a mark."""

import pytest

from cheatsheet.base.markup import page_text, parse_page
from cheatsheet.site.downloads import offer_downloads, section_pdf
from cheatsheet.site.model import Site

MARKED = "<html><body><main><!-- all-downloads -->|<!-- downloads -->|<!-- another --></main></body></html>"
DATE = "22 November 2026"


def offers(pages, sizes):
    """The `<main>` of each page as text, with downloads of these sizes."""
    site = Site(
        {name: parse_page(MARKED) for name in pages},
        {f"downloads/{name}": b"x" * size for name, size in sizes.items()},
    )
    offer_downloads(site, DATE)
    return [
        page_text(root).partition("<main>")[2].partition("</main>")[0]
        for root in site.pages.values()
    ]


def test_without_downloads_no_page_says_anything():
    assert offers(["index.html", "cnn/index.html"], {}) == ["||<!-- another -->"] * 2


def test_a_section_offers_its_own_pdf_first_and_what_else_exists():
    sizes = {"cv-cheatsheet-a4.pdf": 2_140_000, "sections/cnn.pdf": 83_600, "stray.pdf": 1}
    every = (
        '<div class="offers"><p>Read it offline, as of 22 November 2026:</p><ul>'
        '<li><a href="../downloads/cv-cheatsheet-a4.pdf">PDF, A4</a> (2.1 MB): all of it, with page numbers</li>'
        "</ul></div>"
    )
    foot = (
        '<p class="offers">Offline: <a href="../downloads/sections/cnn.pdf">This page as PDF</a> (84 KB)'
        ' · <a href="../downloads/cv-cheatsheet-a4.pdf">PDF, A4</a> (2.1 MB) · as of 22 November 2026</p>'
    )
    assert offers(["cnn/index.html"], sizes) == [f"{every}|{foot}|<!-- another -->"]


def test_every_page_names_the_way_from_where_it_stands():
    sizes = {"cv-cheatsheet-site.zip": 3_000_000, "sections/cnn.pdf": 1}
    names = ["index.html", "losses/index.html", "examples/cnn/a/index.html"]
    for text, way in zip(offers(names, sizes), ["", "../", "../../../"], strict=True):
        # In the text and at the foot; another section's PDF nowhere.
        assert text.count(f'href="{way}downloads/cv-cheatsheet-site.zip">Site as a folder</a> (3.0 MB)') == 2  # fmt: skip
        assert "sections" not in text


def test_all_editions_are_offered_in_one_order():
    names = ["site.zip", "handout.pdf", "letter.pdf", "a4.pdf"]
    [text] = offers(["index.html"], {f"cv-cheatsheet-{name}": 1 for name in names})
    every, foot, _ = text.split("|")
    for part in (every, foot):
        places = [part.index(f'href="downloads/cv-cheatsheet-{name}"') for name in reversed(names)]
        assert places == sorted(places)
    assert every.count("<li>") == 4
    assert foot.count(" · ") == 4


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (1, "1 KB"),
        (1_499, "1 KB"),
        (1_501, "2 KB"),
        (840_000, "840 KB"),
        (1_000_000, "1.0 MB"),
        (12_340_000, "12.3 MB"),
    ],
)
def test_a_size_is_what_a_reader_thinks_of(size, shown):
    [text] = offers(["index.html"], {"cv-cheatsheet-handout.pdf": size})
    assert f"Handout</a> ({shown})" in text


def test_the_pdf_of_a_section_has_its_name():
    assert section_pdf("losses") == "sections/losses.pdf"
