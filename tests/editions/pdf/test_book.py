import pytest
from lxml import html

from cheatsheet.base.markup import words_of
from cheatsheet.base.problems import Problems
from cheatsheet.editions.pdf.book import book, everything, single
from cheatsheet.editions.pdf.source import read_source

EXAMPLES = "examples/index.html"
STRIDE = "examples/cnn/stride/index.html"
LEDGER = """<h2 id="claims-cnn">1. Networks</h2>
<h3 id="1.1" data-verdict="wrong">1.1 A line</h3><p>It falls.</p><div>It rises.</div>
<h3 id="1.2" data-verdict="correct">1.2 A curve</h3><p>It bends.</p>
<div>All.</div><ul class="sources"><li>A book</li></ul>"""
BODIES = {
    "index.html": '<p>Start with <a href="cnn/#end">the end</a>.</p>',
    "claims/index.html": LEDGER,
    EXAMPLES: '<h2 id="convolution">Convolution</h2><div class="cards"><a class="card" href="cnn/stride/">S</a></div>',
    "cnn/index.html": '<h2 id="end">The end</h2><p>See <a href="../claims/#1.1">1.1</a>.</p>',
    "losses/index.html": "<h2>At a glance</h2>",
}


@pytest.fixture
def read(make_site):
    """`read(address)` is the material of a site with two sections, a ledger and an example."""

    def make(address: str = "https://example.org/cv/"):
        site = make_site(BODIES, address)
        site.pages[STRIDE] = make_site({STRIDE: "<p>Code.</p>"}).pages[STRIDE]
        return read_source(site, Problems())

    return make


def printed(document):
    return html.document_fromstring(f"<body>{document.body}</body>")


def test_chapters_stand_in_their_order_and_appendices_at_the_end(read):
    problems = Problems()
    document = everything(read(), "abc1234", "1 May 2026", problems)
    assert not problems
    titles = [heading.text for heading in document.headings if heading.level == 1]
    assert titles == [
        "Contents",
        "Home",
        "1 Networks",
        "6 Losses",
        "A claims/index.html",
        f"B {EXAMPLES}",
    ]
    body = printed(document)
    assert [chapter.get("id") for chapter in body.find_class("chapter")] == [
        "home",
        "cnn",
        "losses",
        "claims",
        "examples",
    ]
    [example] = body.find_class("example")
    assert example.getparent().get("id") == "examples"


def test_the_book_leaves_the_appendices_out_and_leads_to_them_on_the_site(read):
    problems = Problems()
    document = book(read(), "abc1234", "1 May 2026", problems)
    assert not problems
    titles = [heading.text for heading in document.headings if heading.level == 1]
    assert titles == ["Contents", "Home", "1 Networks", "6 Losses"]
    body = printed(document)
    assert "https://example.org/cv/claims/#1.1" in body.xpath("//*[@id='cnn']//a/@href")
    assert not body.find_class("cover-appendices")
    unknown = printed(book(read(""), "abc1234", "1 May 2026", problems))
    # Plain text, where the site has no address.
    assert unknown.xpath("//*[@id='cnn']//a[text()='1.1']/@href") == []


def test_headings_are_those_of_the_document_with_their_ids(read):
    document = everything(read(), "abc1234", "1 May 2026", Problems())
    body = printed(document)
    for heading in document.headings:
        assert words_of(body.get_element_by_id(heading.id)) == heading.text


def test_links_lead_to_chapters(read):
    body = printed(everything(read(), "abc1234", "1 May 2026", Problems()))
    assert "#cnn--end" in body.xpath("//*[@id='home']//a/@href")
    assert "#claims--1.1" in body.xpath("//*[@id='cnn']//a/@href")


def test_the_cover_says_what_this_is(read):
    [cover] = printed(everything(read(), "abc1234", "1 May 2026", Problems())).find_class("cover")
    assert [words_of(part) for part in cover.iter("p")] == [
        "Tiny",
        "a site",
        "It is tiny.",
        f"With claims/index.html, {EXAMPLES}",
        "https://example.org/cv/",
        "Version abc1234 of 1 May 2026",
        "Nobody. CC BY",
    ]
    assert [(link.get("href"), words_of(link)) for link in cover.find("ol").iter("a")] == [
        ("#cnn", "1 Networks"),
        ("#losses", "6 Losses"),
    ]


def test_a_chapter_has_running_heads_and_its_address_below_its_title(read):
    document = everything(read(), "abc1234", "1 May 2026", Problems())
    assert '@page chapter-cnn { @top-left { content: "1. Networks" }' in document.style
    assert '@bottom-left { content: "example.org/cv/cnn/" } }' in document.style
    assert '@top-left { content: "Appendix A: claims/index.html" }' in document.style
    chapter = printed(document).get_element_by_id("cnn")
    below = chapter.find("h1").getnext()
    assert (below.get("class"), below[0].get("href"), below[0].text) == (
        "address",
        "https://example.org/cv/cnn/",
        "example.org/cv/cnn/",
    )


def test_without_an_address_none_is_printed(read):
    document = everything(read(""), "abc1234", "1 May 2026", Problems())
    assert not printed(document).find_class("address")
    assert "cnn/" not in document.style
    assert len(printed(document).find_class("cover")[0].findall("div/p")) == 2


def test_an_entry_of_the_ledger_is_one_element_and_its_sources_have_a_heading(read):
    ledger = printed(everything(read(), "x", "y", Problems())).get_element_by_id("claims")
    assert [[words_of(part) for part in entry] for entry in ledger.find_class("entry")] == [
        ["1.1 A line", "It falls.", "It rises."],
        ["1.2 A curve", "It bends.", "All."],
    ]
    [sources] = ledger.find_class("sources")
    heading = sources.getprevious()
    assert (heading.tag, heading.get("id"), heading.text) == ("h2", "claims--sources", "Sources")


def test_a_section_by_itself_leads_to_the_rest_on_the_site(read):
    source = read()
    problems = Problems()
    document = single(source, source.pages["cnn/index.html"], problems)
    assert not problems
    assert document.title == "1. Networks"
    body = printed(document)
    assert [chapter.get("id") for chapter in body.find_class("chapter")] == ["cnn"]
    assert "https://example.org/cv/claims/#1.1" in body.xpath("//a/@href")
    assert [heading.text for heading in document.headings] == ["1 Networks", "1.1 The end"]


def test_putting_documents_together_leaves_the_material_as_it_is(read):
    source = read()
    before = {page.path: html.tostring(page.article) for page in source.pages.values()}
    everything(source, "x", "y", Problems())
    single(source, source.pages["cnn/index.html"], Problems())
    assert {page.path: html.tostring(page.article) for page in source.pages.values()} == before
