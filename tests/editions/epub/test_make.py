"""The e-book of a miniature: its package, its contents, its chapters."""

import io
import zipfile
from pathlib import PurePosixPath

import pytest
from lxml import etree
from PIL import Image

from cheatsheet.base.cache import Cache
from cheatsheet.base.problems import Problems
from cheatsheet.base.provenance import Provenance
from cheatsheet.editions.epub.make import make
from cheatsheet.site.model import Site

BUILT = Provenance("abc1234", 1_700_000_000)
SPACES = {
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "h": "http://www.w3.org/1999/xhtml",
    "ncx": "http://www.daisy.org/z3986/2005/ncx/",
    "m": "http://www.w3.org/1998/Math/MathML",
    "s": "http://www.w3.org/2000/svg",
    "epub": "http://www.idpf.org/2007/ops",
}


def book(built, cache) -> bytes:
    problems = Problems()
    [(name, data)] = make(Site.read(built.site), BUILT, Cache(cache), problems).items()
    assert name == "cv-cheatsheet.epub"
    assert not problems
    return data


@pytest.fixture(scope="module")
def made(built, tmp_path_factory) -> bytes:
    return book(built, tmp_path_factory.mktemp("epub"))


@pytest.fixture(scope="module")
def files(made) -> dict[str, bytes]:
    archive = zipfile.ZipFile(io.BytesIO(made))
    return {name.removeprefix("EPUB/"): archive.read(name) for name in archive.namelist()}


def find(data: bytes, path: str) -> list:
    return etree.fromstring(data).xpath(path, namespaces=SPACES)


def test_the_same_site_gives_the_same_bytes_and_names_its_kind_first(built, made, tmp_path):
    assert made == book(built, tmp_path)
    assert made[30:58] == b"mimetypeapplication/epub+zip"


def test_the_package_lists_every_file_and_the_order_of_reading(files):
    package = files["package.opf"]
    items = {item.get("id"): item for item in find(package, "//opf:manifest/opf:item")}
    outside = {"mimetype", "META-INF/container.xml", "package.opf"}
    assert {item.get("href") for item in items.values()} == files.keys() - outside
    order = [items[ref].get("href") for ref in find(package, "//opf:itemref/@idref")]
    first, last = ["cover", "title", "nav", "index", "cnn"], ["claims", "runs-cnn"]
    assert order == [f"{name}.xhtml" for name in [*first, *last]]
    uses = {item.get("href"): item.get("properties") for item in items.values()}
    assert (uses["nav.xhtml"], uses["cover.png"]) == ("nav", "cover-image")
    assert uses["cnn.xhtml"] == "mathml svg"
    assert uses["title.xhtml"] is None


def test_the_package_says_what_it_is_and_what_a_reader_can_rely_on(files):
    package = files["package.opf"]
    said = {etree.QName(tag).localname: tag.text for tag in find(package, "//opf:metadata/dc:*")}
    assert said["identifier"].startswith("urn:uuid:")
    assert said["title"] == "CV Engineer Interview Prep: Concepts Cheatsheet"
    assert (said["language"], said["date"]) == ("en", "2023-11-14")
    assert "CC BY 4.0" in said["rights"]
    assert "source" not in said
    assert find(package, "//opf:meta[@property='dcterms:modified']/text()") == [
        "2023-11-14T22:13:20Z"
    ]
    features = find(package, "//opf:meta[@property='schema:accessibilityFeature']/text()")
    assert {"MathML", "alternativeText", "tableOfContents"} <= set(features)


def test_contents_name_the_headings_in_both_forms_and_lead_to_them(files):
    nav, ncx = files["nav.xhtml"], files["toc.ncx"]
    toc = find(nav, "//h:nav[@epub:type='toc']//h:a")
    assert [(link.text, link.get("href")) for link in toc if "cnn" in link.get("href")][:2] == [
        ("1. Miniature", "cnn.xhtml"),
        ("Slope", "cnn.xhtml#slope"),
    ]
    assert [link.get("href") for link in toc] == find(ncx, "//ncx:content/@src")
    assert find(nav, "//h:nav[@epub:type='landmarks']//h:a/@href") == [
        "cover.xhtml",
        "nav.xhtml#toc",
        "cnn.xhtml",
    ]
    ids = {name: set(find(data, "//@id")) for name, data in files.items() if name.endswith("xhtml")}
    for link in toc:
        name, _, fragment = link.get("href").partition("#")
        assert not fragment or fragment in ids[name]


def test_a_checked_number_leads_to_the_run_that_made_it(files):
    [number] = find(files["cnn.xhtml"], "//h:a[contains(@class, 'checked')]")
    assert (number.text, number.get("href")) == ("1.0", "runs-cnn.xhtml#run-cnn-good--slope")
    [fact] = find(files["runs-cnn.xhtml"], "//h:li[@id='run-cnn-good--slope']")
    assert " ".join("".join(fact.itertext()).split()) == "slope 1.0 computed"
    run = find(files["runs-cnn.xhtml"], "//h:section[@id='run-cnn-good']/*")
    assert [" ".join("".join(tag.itertext()).split()) for tag in run[:3]] == [
        "A line",
        "Does a line rise?",
        "Script cnn/good.py",
    ]


def test_a_mark_leads_to_the_ledger_and_that_back_into_the_book(files):
    assert find(files["cnn.xhtml"], "//h:a[contains(@class, 'claim')]/@href") == [
        "claims.xhtml#1.1"
    ]
    [back] = find(files["claims.xhtml"], "//h:li[starts-with(., 'In this book')]/h:a")
    assert (back.text, back.get("href")) == ("1. Miniature", "cnn.xhtml#slope")


def test_formulas_have_the_font_with_their_letters_and_its_licence(files):
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(files["formulas.ttf"]))
    assert {ord("a"), 0x1D44E, ord("="), ord("1")} <= font.getBestCmap().keys()
    assert "MATH" in font
    assert str(font["name"].getDebugName(14)) == "https://scripts.sil.org/OFL"
    assert b"formulas.ttf" in files["book.css"]


def test_the_cover_is_upright_and_not_empty(files):
    cover = Image.open(io.BytesIO(files["cover.png"])).convert("RGB")
    assert cover.size == (1200, 1800)
    assert len(cover.getcolors(1 << 16)) > 4


def test_nothing_in_it_runs_or_is_fetched_from_another_host(files):
    for name, data in files.items():
        if PurePosixPath(name).suffix == ".xhtml":
            assert not find(data, "//h:script | //h:iframe | //h:form | //@onclick")
            kept = find(data, "//@src | //h:link/@href | //s:image/@href")
            assert not [address for address in kept if address.startswith(("http", "//"))]
