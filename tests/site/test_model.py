"""The site as a value: what is read, found, and written."""

import pytest

from cheatsheet.base.markup import parse_page
from cheatsheet.site.model import Site, article_of, slug_of

PAGE = (
    "<!doctype html>\n<html><head><title>T</title></head><body><p>“é” &amp; &lt;</p></body></html>"
)


@pytest.fixture
def folder(tmp_path):
    for name, data in {
        "index.html": PAGE.encode(),
        "cnn/index.html": PAGE.encode(),
        "404.html": PAGE.encode(),
        "assets/a.css": "“".encode(),
        "assets/fonts/b.woff2": b"\0\xff",
        "assets/htmlish.htm": b"<p>",
    }.items():
        path = tmp_path / "built" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tmp_path / "built"


def test_pages_are_read_as_trees_and_all_other_files_as_bytes(folder):
    site = Site.read(folder)
    # In one order, whatever order the disk keeps: what is made of them is the same everywhere.
    assert list(site.pages) == ["404.html", "cnn/index.html", "index.html"]
    assert site.files == {
        "assets/a.css": "“".encode(),
        "assets/fonts/b.woff2": b"\0\xff",
        "assets/htmlish.htm": b"<p>",
    }
    assert site.pages["cnn/index.html"].findtext(".//p") == "“é” & <"
    assert site.text("assets/a.css") == "“"


def test_what_a_step_adds_or_changes_is_written_and_what_was_there_goes_away(folder, tmp_path):
    site = Site.read(folder)
    site.pages["losses/index.html"] = parse_page(PAGE)
    site.files["downloads/sections/cnn.pdf"] = b"%PDF"
    site.pages["index.html"].find(".//p").text = "“changed”"
    del site.files["assets/a.css"]
    target = tmp_path / "target"
    (target / "old").mkdir(parents=True)
    (target / "old/index.html").write_text("of an earlier build")
    site.write(target)
    written = {path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()}
    assert written == {
        "index.html", "404.html", "cnn/index.html", "losses/index.html",
        "downloads/sections/cnn.pdf", "assets/fonts/b.woff2", "assets/htmlish.htm",
    }  # fmt: skip
    assert (target / "downloads/sections/cnn.pdf").read_bytes() == b"%PDF"
    home = (target / "index.html").read_text("utf-8")
    assert home.startswith("<!doctype html>")
    assert "<p>“changed”</p>" in home
    # Parsed and written again, a page that no step changed says the same.
    assert "<p>“é” &amp; &lt;</p>" in (target / "cnn/index.html").read_text("utf-8")


def test_bytes_of_a_page_are_those_that_are_written(folder, tmp_path):
    site = Site.read(folder)
    site.write(tmp_path / "target")
    for name in ("cnn/index.html", "assets/fonts/b.woff2"):
        assert site.data(name) == (tmp_path / "target" / name).read_bytes()


def test_a_site_holds_its_pages_and_its_files_and_nothing_else(folder):
    site = Site.read(folder)
    for name in ("cnn/index.html", "assets/a.css"):
        assert site.holds(name)
    for name in ("cnn", "cnn/", "assets", "gone.css"):
        assert not site.holds(name)


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("assets/*.css", {"assets/a.css"}),
        ("assets/**.css", {"assets/a.css", "assets/deep/b.css"}),
        ("assets/**", {"assets/a.css", "assets/deep/b.css", "assets/axcss"}),
        ("assets/a.css", {"assets/a.css"}),
        ("*.css", set()),
        ("*.html", set()),
    ],
)
def test_one_star_is_part_of_a_name_and_two_are_folders_too(pattern, found):
    names = ["assets/a.css", "assets/deep/b.css", "assets/axcss"]
    site = Site({"index.html": parse_page(PAGE)}, dict.fromkeys(names, b""))
    assert set(site.matching(pattern)) == found


@pytest.mark.parametrize(
    ("page", "slug"),
    [
        ("index.html", "index"),
        ("losses/index.html", "losses"),
        ("examples/cnn/a/index.html", "examples/cnn/a"),
        ("404.html", "404.html"),
    ],
)
def test_the_name_of_a_page_is_that_of_its_source(page, slug):
    assert slug_of(page) == slug


def test_the_article_is_what_the_page_itself_says():
    root = parse_page("<nav><p>Theme</p></nav><main><article><p>Own</p></article></main>")
    assert article_of(root).text_content() == "Own"
    assert article_of(parse_page("<p>No article</p>")) is None
