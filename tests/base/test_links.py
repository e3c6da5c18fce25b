"""Where links lead: as urllib, which implements the standard of addresses, resolves them."""

from urllib.parse import unquote, urldefrag, urljoin

import pytest

from cheatsheet.base.links import EXTERNAL, ids_of, is_readable, links_of, target_of, way_to_root
from cheatsheet.base.markup import parse_page

HOST = "https://host/"


@pytest.mark.parametrize("page", ["index.html", "cnn/index.html", "examples/cnn/pool/index.html"])
@pytest.mark.parametrize(
    "link",
    [
        "", "#a", ".", "./", "x", "x.md#a", "x/", "x/#a", "x/..", "x/y.html?v=1#a", "?v=1#a", "x/?v",
        "x/../y/./z", "x/./", "./x/../", "..a", "x/...", "é/b",
    ],
)  # fmt: skip
def test_a_link_leads_where_a_browser_goes(page, link):
    address, fragment = urldefrag(urljoin(HOST + page, link))
    path = address.removeprefix(HOST).partition("?")[0]
    if path.endswith("/") or not path:
        path += "index.html"
    assert target_of(page, link) == (path, fragment)


@pytest.mark.parametrize(
    ("page", "link", "path"),
    [
        ("a/index.html", "..", "index.html"),
        ("a/index.html", "../", "index.html"),
        ("a/b/index.html", "../..", "index.html"),
        ("a/b/c/index.html", "../..", "a/index.html"),
        ("a/b/c/index.html", "../../x/#id", "a/x/index.html"),
        ("a/b/index.html", "../../assets/a.css", "assets/a.css"),
    ],
)
def test_links_go_up(page, link, path):
    assert target_of(page, link)[0] == path


def test_escapes_are_read():
    link = "caf%C3%A9/a%20b.html#%C3%BC"
    assert (
        target_of("index.html", link)
        == ("café/a b.html", "ü")
        == (
            unquote("caf%C3%A9/a%20b.html"),
            "ü",
        )
    )


def test_the_links_of_a_page_are_those_that_stay_on_the_site():
    root = parse_page(
        '<html><head><link href="a.css"><link href="//cdn/x.css"><script src="a.js"></script></head>'
        '<body><a href="#here">1</a><a href="https://a/">2</a><a href="mailto:x@y">3</a><a href="">4</a>'
        '<a name="n">5</a><picture><source src="dark.svg"><img src="data:image/png;base64,AA">'
        '<img src="light.svg"></picture><a href="x:y/">6</a><a href="javascript:void(0)">7</a>'
        '<p href="no">8</p></body></html>'
    )
    assert list(links_of(root)) == ["a.css", "a.js", "#here", "dark.svg", "light.svg"]


@pytest.mark.parametrize("link", ["http://a", "tel:1", "data:,", "//a/b", "git+ssh://a"])
def test_what_has_a_scheme_or_a_host_is_external(link):
    assert EXTERNAL.match(link)


@pytest.mark.parametrize("link", ["a/b:c", "#a:b", "/a", "../a", "?x=a:b"])
def test_what_has_neither_is_not(link):
    assert not EXTERNAL.match(link)


def test_ids_come_in_the_order_of_the_page():
    root = parse_page(
        '<html id="z"><body><p id="b"><svg id="a"></svg></p><p id="b"></p></body></html>'
    )
    assert ids_of(root) == ["z", "b", "a", "b"]


@pytest.mark.parametrize(
    ("page", "way"),
    [("404.html", ""), ("cnn/index.html", "../"), ("a/b/c/index.html", "../../../")],
)
def test_the_way_to_the_root_has_a_step_for_each_folder(page, way):
    assert way_to_root(page) == way
    assert target_of(page, f"{way}index.html") == ("index.html", "")


def test_a_link_that_is_no_address_leads_somewhere_that_is_not_there():
    assert target_of("cnn/index.html", "HTTPS://[x#a") == ("cnn/HTTPS:/[x", "a")


@pytest.mark.parametrize(
    ("address", "readable"),
    [
        ("https://a.org", True),
        ("http://[::1]:8000/x#y", True),
        ("//a.org:65535/x", True),
        ("mailto:a@a.org", True),
        ("example:cnn/good#slope", True),
        ("cnn.md#slope", True),
        ("[x", True),
        ("", True),
        ("http://[::1", False),
        ("//[y", False),
        ("https://a.org:65536", False),
        ("https://a.org:x", False),
        ("https://", False),
        ("https:///x", False),
        ("//:80/x", False),
    ],
)
def test_an_address_has_a_host_and_a_port_that_can_be(address, readable):
    assert is_readable(address) == readable
