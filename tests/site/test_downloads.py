"""Pages offer the downloads that exist, each with its format, pages and size, where they left a mark."""

import os
import shutil
import subprocess
from io import BytesIO

import pikepdf
import pytest

from cheatsheet.base.markup import page_text, parse_page, words_of
from cheatsheet.site.downloads import offer_downloads
from cheatsheet.site.model import Site
from cheatsheet.site.offered_editions import (
    BOOK_A4,
    BOOK_LETTER,
    EDITIONS,
    EPUB,
    EXAMPLES,
    FOLDER_COPY,
    HANDOUT,
    section_pdf,
)

MARKED = (
    "<html><body><main><article><h1>{0}<a class='headerlink'>#</a></h1></article><!-- all-downloads -->|"
    "<!-- downloads -->|<!-- another --></main></body></html>"
)
TITLES = {"losses/index.html": "6. Losses", "system-design/index.html": "10. Design"}
DATE = "22 November 2026"


def pdf(pages: int, size: int = 0) -> bytes:
    """A PDF with so many pages and about so many bytes."""
    made, file = pikepdf.new(), BytesIO()
    for _ in range(pages):
        made.add_blank_page()
    made.Root.Padding = made.make_stream(os.urandom(size))
    made.save(file, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return file.getvalue()


def offer(pages, downloads) -> Site:
    """A site of these pages with these downloads, offered."""
    site = Site(
        {name: parse_page(MARKED.format(TITLES.get(name, name))) for name in pages},
        {f"downloads/{name}": data for name, data in downloads.items()},
    )
    offer_downloads(site, DATE)
    return site


def items(site: Site) -> list[str]:
    """The lines of the shelf on the home page."""
    return [words_of(item) for item in site.pages["index.html"].findall(".//ul[@class='shelf']/li")]


def foot(site: Site, page: str):
    [found] = site.pages[page].findall(".//p[@class='offers']")
    return found


def test_without_downloads_no_page_says_anything():
    for root in offer(["index.html", "cnn/index.html"], {}).pages.values():
        assert "</article>||<!-- another --></main>" in page_text(root)


def test_the_shelf_says_of_each_edition_what_it_is_its_formats_pages_and_sizes():
    downloads = {
        EXAMPLES: b"x" * 890_000,
        FOLDER_COPY: b"x" * 4_140_000,
        EPUB: b"x" * 505_000,
        BOOK_LETTER: pdf(4),
        BOOK_A4: pdf(3, 2_100_000),
        HANDOUT: pdf(1),
        "stray.pdf": pdf(1),
    }
    assert items(offer(["index.html"], downloads)) == [
        "The book the ten sections, to read or to print PDF, A4 3 pages, 2.1 MB PDF, US Letter 4 pages, 1 KB",
        "The e-book for e-readers and phones; with the ledger and the index EPUB 505 KB",
        "The handout the ten summary tables at a glance PDF, A4 1 page, 1 KB",
        "The site as a folder unpack it, open index.html; search works ZIP 4.1 MB",
        "All examples scripts and notebooks, with what they need to run ZIP 890 KB",
    ]


def test_every_edition_has_a_place_on_the_shelf_and_its_links_are_told_apart():
    names = [name for edition in EDITIONS for name in edition.files]
    site = offer(["index.html"], {name: pdf(1) for name in names})
    links = site.pages["index.html"].findall(".//ul[@class='shelf']//a")
    assert [link.get("href") for link in links] == [f"downloads/{name}" for name in names]
    said = [link.get("aria-label") for link in links]
    assert len(set(said)) == len(names)
    assert all(label.endswith(link.text) for label, link in zip(said, links, strict=True))


def test_sections_stand_on_the_shelf_by_their_numbers():
    slugs = ("system-design", "losses")
    downloads = {section_pdf(slug): pdf(2) for slug in slugs}
    site = offer(["index.html", *TITLES], downloads)
    assert items(site) == ["One section each by itself, a PDF for A4 6 10"]
    links = site.pages["index.html"].findall(".//span[@class='numbers']/a")
    assert [link.get("href") for link in links] == [
        "downloads/sections/losses.pdf",
        "downloads/sections/system-design.pdf",
    ]
    assert links[0].get("title") == "6. Losses: PDF, 2 pages, 1 KB"


def test_the_foot_of_a_section_offers_its_own_pdf_first_and_leads_to_the_shelf():
    downloads = {BOOK_A4: pdf(3, 2_100_000), EPUB: b"x" * 505_000, section_pdf("losses"): pdf(2)}
    said = foot(offer(["index.html", *TITLES], downloads), "losses/index.html")
    assert words_of(said) == (
        "Offline: This page as PDF (2 pages, 1 KB) · The book (PDF, 3 pages, 2.1 MB)"
        " · The e-book (EPUB, 505 KB) · All editions · as of 22 November 2026"
    )
    assert [link.get("href") for link in said.iter("a")] == [
        "../downloads/sections/losses.pdf",
        "../downloads/cv-cheatsheet-a4.pdf",
        "../downloads/cv-cheatsheet.epub",
        "../#offline",
    ]


def test_the_foot_of_an_example_offers_all_examples():
    page = "examples/cnn/a/index.html"
    said = foot(offer(["index.html", page], {EXAMPLES: b"x", EPUB: b"x"}), page)
    assert words_of(said).startswith("Offline: All examples (ZIP, 1 KB) · All editions")
    assert [link.get("href") for link in said.iter("a")] == [
        "../../../downloads/cv-cheatsheet-examples.zip",
        "../../../#offline",
    ]


def test_on_the_home_page_the_way_to_the_shelf_stays_there():
    said = foot(offer(["index.html"], {EXAMPLES: b"x"}), "index.html")
    assert [link.get("href") for link in said.iter("a")] == [".#offline"]


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
    [line] = items(offer(["index.html"], {FOLDER_COPY: b"x" * size}))
    assert line.endswith(f"ZIP {shown}")


def test_the_pdf_of_a_section_has_its_name():
    assert section_pdf("losses") == "sections/losses.pdf"


def test_the_digests_of_all_downloads_lie_beside_them(tmp_path):
    """As the program reads them that readers use."""
    files = {f"downloads/{name}": name.encode() for name in (EPUB, EXAMPLES)}
    # Those of an earlier build go.
    site = Site({}, {**files, "downloads/SHA256SUMS": b"old"})
    offer_downloads(site, DATE)
    site.write(tmp_path)
    program = ["sha256sum"] if shutil.which("sha256sum") else ["shasum", "-a", "256"]
    check = [*program, "--check", "--ignore-missing", "SHA256SUMS"]
    done = subprocess.run(
        check, cwd=tmp_path / "downloads", capture_output=True, text=True, check=False
    )
    assert done.stdout.splitlines() == [f"{EXAMPLES}: OK", f"{EPUB}: OK"]
    (tmp_path / "downloads" / EPUB).write_bytes(b"another")
    done = subprocess.run(
        check, cwd=tmp_path / "downloads", capture_output=True, text=True, check=False
    )
    assert f"{EPUB}: FAILED" in done.stdout


def test_without_downloads_there_are_no_digests():
    site = Site({}, {"a.css": b""})
    offer_downloads(site, DATE)
    assert list(site.files) == ["a.css"]
