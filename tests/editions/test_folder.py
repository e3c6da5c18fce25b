"""The copy for a folder: every link names a file, nothing needs a server, the archive depends on its files alone."""

import io
import json
import zipfile

import pytest

from cheatsheet.base.markup import parse_page
from cheatsheet.base.problems import Problems
from cheatsheet.editions.folder import (
    folder_copy,
    folder_files,
    folder_page,
)
from cheatsheet.site.model import Site

WORKER = "assets/javascripts/frame_worker.js"


# --- One page -----------------------------------------------------------------------------------------------------

FILES = dict.fromkeys(
    [
        "index.html",
        "cnn/index.html",
        "claims/index.html",
        "examples/cnn/a/index.html",
        "my files/two words.txt",
        "my files/c#.txt",
        "a.css",
    ],
    b"",
) | {"assets/ledger.js": b'const close = "</script>";'}
PAGE = """<html><head><link rel="canonical" href="https://example.org/cnn/">
<link rel="preload" href="../a.woff2" as="font" type="font/woff2" crossorigin>
<link rel="preload" href="../a.css" as="style"><link rel="next" href="../claims/"></head>
<body><a href="..">Home</a><a class="checked" href="../examples/cnn/a/#fact-1">11</a><a href=".">This</a>
<a href="../claims/?verdict=wrong&amp;section=cnn#1.1">Wrong</a><a href="#top">Top</a>
<a href="https://arxiv.org/abs/1">Paper</a><a href="mailto:a@example.org">Mail</a>
<a href="../my%20files/two%20words.txt">File</a><a name="no-link">Name</a>
<a href="../my%20files/c%23.txt#part">C#</a>
<script type="module" src="../assets/ledger.js"></script><script src="../assets/plain.js"></script>
<!-- all-downloads -->one<!-- downloads --> two <!-- of the theme --></body></html>"""


def paged(page, name="cnn/index.html"):
    """The page in a folder as a tree and as text, and the problems."""
    problems, root = Problems(), parse_page(page)
    text = folder_page(root, name, FILES, problems)
    return (
        parse_page(text),
        text,
        [(problem.path, problem.line, problem.what) for problem in problems],
    )


def test_every_link_of_a_page_names_a_file_or_leads_out():
    root, _, problems = paged(PAGE)
    assert problems == []
    assert [link.get("href") for link in root.iter("a", "link") if link.get("href")] == [
        "https://example.org/cnn/",
        "../a.css",
        "../claims/index.html",
        "../index.html",
        "../examples/cnn/a/index.html#fact-1",
        "index.html",
        "../claims/index.html?verdict=wrong&section=cnn#1.1",
        "#top",
        "https://arxiv.org/abs/1",
        "mailto:a@example.org",
        "../my%20files/two%20words.txt",
        "../my%20files/c%23.txt#part",
    ]


def test_what_only_a_server_can_use_goes_away():
    root, text, _ = paged(PAGE)
    assert "woff2" not in text
    assert "downloads" not in text
    assert "onetwo" not in text
    assert "one two" in text
    assert "<!-- of the theme -->" in text
    assert '<script type="module">const close = "<\\/script>";</script>' in text
    # A script that is no module loads from a file too.
    assert [script.get("src") for script in root.iter("script") if script.get("src")] == [
        f"../{WORKER}",
        "../assets/plain.js",
    ]
    assert root.find("head")[-1].get("src") == f"../{WORKER}"


@pytest.mark.parametrize(
    ("name", "way"), [("index.html", ""), ("examples/cnn/a/index.html", "../../../")]
)
def test_a_page_finds_its_worker_from_where_it_stands(name, way):
    root, _, _ = paged("<html><head></head><body>x</body></html>", name)
    assert [script.get("src") for script in root.iter("script")] == [f"{way}{WORKER}"]


def test_a_page_of_the_site_itself_does_not_change():
    root = parse_page(PAGE)
    before = Site({"x": root}).data("x")
    folder_page(root, "cnn/index.html", FILES, Problems())
    assert Site({"x": root}).data("x") == before


@pytest.mark.parametrize(
    "link", ["../gone/", "../cnn", "/claims/", "../downloads/a.pdf", "gone/#x"]
)
def test_a_link_that_leads_nowhere_is_a_problem(link):
    _, _, problems = paged(f'<head><title>T</title></head><a href="{link}">x</a>')
    what = f"the link {link} leads nowhere in the offline copy"
    assert problems == [("site/cnn/index.html", None, what)]


# --- The whole copy -----------------------------------------------------------------------------------------------

INDEX = {
    "config": {"lang": ["en"]},
    "docs": [
        {"location": "", "title": "Home"},
        {"location": "cnn/", "title": "“CNN”"},
        {"location": "cnn/#slope", "title": "Slope"},
        {"location": "#home", "title": "Home"},
    ],
}


def small_site(body='<a href="cnn/">CNN</a>'):
    html = "<html><head></head><body>{}</body></html>"
    return Site(
        {
            "index.html": parse_page(html.format(body)),
            "cnn/index.html": parse_page(html.format('<a href="../">Home</a>')),
            "404.html": parse_page(html.format('<a href="/x/">x</a>')),
        },
        {
            "search/search_index.json": json.dumps(INDEX).encode(),
            "assets/a.css": b"a{}",
            "assets/icons/icon-192.png": b"png",
            "downloads/cv-cheatsheet-a4.pdf": b"%PDF",
            "previews/cnn.png": b"png",
            "sitemap.xml": b"<xml>",
            "sitemap.xml.gz": b"gz",
            "service-worker.js": b"worker",
            "manifest.webmanifest": b"{}",
        },
    )


def test_the_copy_holds_pages_what_they_show_and_a_search_that_needs_no_server():
    problems = Problems()
    files = folder_files(small_site(), problems)
    assert list(problems) == []
    assert set(files) == {
        "index.html", "cnn/index.html", "assets/a.css", "search/search_index.js",
        WORKER,
    }  # fmt: skip
    assert b"window.Worker = " in files[WORKER]
    assert b'href="cnn/index.html"' in files["index.html"]
    assert b'href="../index.html"' in files["cnn/index.html"]
    name, _, data = files["search/search_index.js"].decode().partition("=")
    assert name == "var __index"
    assert json.loads(data) == {
        "config": {"lang": ["en"]},
        "docs": [
            {"location": "index.html", "title": "Home"},
            {"location": "cnn/index.html", "title": "“CNN”"},
            {"location": "cnn/index.html#slope", "title": "Slope"},
            {"location": "index.html#home", "title": "Home"},
        ],
    }


def test_a_dead_link_of_any_page_is_noted_and_a_link_to_what_is_left_out_is_dead():
    body = '<a href="gone/">Gone</a><a href="downloads/cv-cheatsheet-a4.pdf">PDF</a>'
    problems = Problems()
    folder_files(small_site(body), problems)
    assert [(problem.path, problem.what) for problem in problems] == [
        ("site/index.html", "the link gone/ leads nowhere in the offline copy"),
        ("site/index.html", "the link downloads/cv-cheatsheet-a4.pdf leads nowhere in the offline copy"),
    ]  # fmt: skip


def test_the_edition_is_the_archive_of_the_copy():
    data = folder_copy(small_site(), 1_700_000_000, Problems())
    packed = zipfile.ZipFile(io.BytesIO(data))
    assert "cv-cheatsheet/search/search_index.js" in packed.namelist()
    assert packed.infolist()[0].date_time == (2023, 11, 14, 22, 13, 20)
