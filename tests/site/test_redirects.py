"""Old addresses: which entries are of no use, and what each leaves in the pages."""

from urllib.parse import urljoin

import pytest

from cheatsheet.base.markup import parse_page
from cheatsheet.base.problems import Problems
from cheatsheet.content.redirects import Redirect
from cheatsheet.site.model import Site
from cheatsheet.site.redirects import apply_redirects, check_redirects

OFFERED = [
    "./",
    "./#home",
    "cnn/",
    "cnn/#slope",
    "cnn/#row-one",
    "losses/",
    "losses/#focal",
    "examples/cnn/a/",
    "examples/cnn/a/#slope",
]
BODIES = {
    "index.html": '<h1 id="home">Home</h1>',
    "cnn/index.html": '<h2 id="slope">Slope</h2><table><tr><td id="row-one">One <b>1</b></td></tr></table>',
    "losses/index.html": '<h2 id="focal">Focal</h2>',
    "examples/cnn/a/index.html": '<h2 id="slope">A</h2>',
}


def entries(pairs):
    return {old: Redirect(old, new, line) for line, (old, new) in enumerate(pairs.items(), 1)}


def checked(pairs, published):
    problems = Problems()
    check_redirects(entries(pairs), published, OFFERED, problems)
    return [(problem.path, problem.line, problem.what) for problem in problems]


def applied(pairs):
    pages = {name: parse_page(f"<article>{body}</article>") for name, body in BODIES.items()}
    site = Site(pages)
    apply_redirects(site, entries(pairs), OFFERED)
    return site


# --- What is checked ----------------------------------------------------------------------------------------------


def test_every_published_address_leads_somewhere():
    pairs = {"cnn/#a": "cnn/#b", "cnn/#b": "cnn/#slope", "loss/": "losses/"}
    published = [*OFFERED, "cnn/#a", "loss/", "loss/#focal", "cnn/#b"]
    assert checked(pairs, published) == []


@pytest.mark.parametrize(
    ("published", "pairs"),
    [
        ("cnn/#gone", {}),
        ("gone/", {}),
        # The page has moved, and this part of it is nowhere.
        ("loss/#dice", {"loss/": "losses/"}),
    ],
)
def test_a_published_address_that_is_gone_is_named_with_its_line(published, pairs):
    found = checked(pairs, [*OFFERED, *pairs, published])
    line = len(OFFERED) + len(pairs) + 1
    what = f"the published address {published} is gone"
    assert found == [("docs/addresses.txt", line, what)]


def test_entries_of_no_use_are_named_with_their_lines():
    pairs = {
        "cnn/#one": "cnn/#nowhere",
        "cnn/#two": "cnn/#three",
        "cnn/#three": "cnn/#two",
        "cnn/#never": "cnn/#slope",
        "cnn/#slope": "losses/#focal",
        "cnn/#fine": "cnn/#slope",
    }
    published = [*OFFERED, "cnn/#one", "cnn/#two", "cnn/#three", "cnn/#fine"]
    assert checked(pairs, published) == [
        ("docs/redirects.yml", 1, "cnn/#one leads to cnn/#nowhere, which does not exist"),
        ("docs/redirects.yml", 2, "cnn/#two leads to cnn/#three, which does not exist"),
        ("docs/redirects.yml", 3, "cnn/#three leads to cnn/#two, which does not exist"),
        ("docs/redirects.yml", 4, "cnn/#never was never published"),
        ("docs/redirects.yml", 5, "cnn/#slope still exists"),
    ]


def test_a_part_of_a_page_that_is_gone_needs_the_page_to_lead_on():
    assert checked({"old/#part": "cnn/#slope"}, [*OFFERED, "old/#part"]) == [
        ("docs/redirects.yml", 1, "old/#part was a part of a page that is gone"),
    ]


def test_a_damaged_line_of_the_list_is_not_gone_as_well():
    """Whoever reads the list has named it already."""
    assert checked({}, [*OFFERED, "", "CNN"]) == []


# --- What stays in the pages --------------------------------------------------------------------------------------


def test_a_renamed_id_stays_as_a_second_one_in_the_same_element():
    root = applied({"cnn/#row-first": "cnn/#row-one", "cnn/#top": "cnn/"}).pages["cnn/index.html"]
    [alias] = root.xpath("//*[@id='row-first']")
    assert (alias.tag, alias.get("class"), alias.text) == ("span", "alias", None)
    cell = alias.getparent()
    assert (cell.get("id"), cell.text_content()) == ("row-one", "One 1")
    # In front of its words, so that the browser scrolls to their beginning.
    assert cell[0] is alias
    assert alias.tail == "One "
    # What became of a whole page's part is the page.
    [top] = root.xpath("//*[@id='top']")
    assert top.getparent().tag == "article"
    # No script has to lead on.
    assert root.xpath("//script") == []


def test_a_part_that_went_to_another_page_leaves_a_line_and_a_script_that_follows():
    site = applied({"cnn/#dice": "losses/#focal", "cnn/#old": "cnn/#slope", "./#map": "cnn/"})
    article = site.pages["cnn/index.html"].find(".//article")
    [left] = article.xpath("p[@class='moved']")
    assert left.get("id") == "dice"
    assert left.find("a").get("href") == "../losses/#focal"
    assert left.find("a").text == "losses/#focal"
    [script] = article.xpath("script")
    assert 'className === "moved"' in script.text
    home = site.pages["index.html"].xpath("//p[@id='map']/a/@href")
    assert home == ["cnn/"]
    assert site.pages["losses/index.html"].xpath("//script | //span") == []


@pytest.mark.parametrize(
    ("pairs", "page", "links"),
    [
        # The page and its parts, each where it went.
        (
            {"old/": "cnn/", "old/#part": "losses/#focal", "old/#same": "cnn/#slope"},
            "old/index.html",
            {None: "../cnn/", "part": "../losses/#focal", "same": "../cnn/#slope"},
        ),
        # A page moved onto a part of another.
        ({"old/": "cnn/#slope"}, "old/index.html", {None: "../cnn/#slope"}),
        # Along a chain to its end.
        ({"old/": "older/", "older/": "./"}, "old/index.html", {None: "../"}),
        (
            {"examples/cnn/b/": "examples/cnn/a/", "examples/cnn/b/#x": "examples/cnn/a/#slope"},
            "examples/cnn/b/index.html",
            {None: "../../../examples/cnn/a/", "x": "../../../examples/cnn/a/#slope"},
        ),
    ],
    ids=["parts", "onto-a-fragment", "chain", "deep"],
)
def test_a_page_that_went_away_leaves_one_that_follows(pairs, page, links):
    site = applied(pairs)
    assert set(site.pages) >= {*BODIES, page}
    root = site.pages[page]
    assert root.xpath("//meta[@name='robots']/@content") == ["noindex"]
    # An immediate refresh would lose the fragment.
    assert root.xpath("//meta[@http-equiv]") == []
    folder = "/" + page.removesuffix("index.html")
    found = {link.getparent().get("id"): link.get("href") for link in root.iter("a")}
    assert {name: resolved(folder, link) for name, link in found.items()} == {
        name: resolved(folder, link) for name, link in links.items()
    }
    assert len(list(root.iter("a"))) == len(links)
    # The page's own link comes first: the script takes it where no part is asked for.
    assert next(root.iter("a")).getparent().get("id") is None


def resolved(folder, link):
    """The way as a browser takes it."""
    return urljoin(f"http://host{folder}", link)


def test_words_of_an_address_are_text_on_the_page():
    """An address holds no markup; whoever widens its form finds it escaped already."""
    offered = ["cnn/#a<b"]
    site = Site({"cnn/index.html": parse_page('<article><h2 id="a&lt;b">x</h2></article>')})
    apply_redirects(site, entries({"old/": "cnn/#a<b"}), offered)
    assert site.pages["old/index.html"].find(".//a").text == "cnn/#a<b"
