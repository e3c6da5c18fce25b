"""The policy of a page names its own scripts and styles and no others, and what it would stop is a fault of the build."""

import base64
import hashlib
import re

import pytest

from cheatsheet.base.markup import page_text, parse_page
from cheatsheet.base.problems import Problems
from cheatsheet.site import redirects, unknown
from cheatsheet.site.model import Site
from cheatsheet.site.policy import SOURCES, protect, write_policy

[SCRIPT] = re.findall(r"<script>(.*?)</script>", redirects.FOLLOW, re.S)
PUT_IN = '\nconst close = "<\\/script>", more = 1 < 2 && "“”";\n'
PAGE = f"""<html><head><title>T</title><meta charset="utf-8"><style>p{{}}</style><link rel="stylesheet" href="a.css">
<link rel="canonical" href="https://example.org/"><link rel="alternate" href="https://example.org/x"></head><body>
<script>{SCRIPT}</script><script>{SCRIPT}</script><script src="a.js"></script>
<script type="application/json">{{}}</script><p style="top:0">x <a href="https://example.org">y</a></p>
<svg><image xlink:href="data:image/webp;base64,AA"></image><use xlink:href="#a"></use></svg></body></html>"""


def digest(text):
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def policy_of(root):
    """Each directive of the page's policy with its sources."""
    [said] = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    return {one.split()[0]: one.split()[1:] for one in said.split(";")}


def protected(page, source=("docs/cnn.md", "")):
    """The page with its policy, and line and words of each fault."""
    site, problems = Site({"cnn/index.html": parse_page(page)}), Problems()
    protect(site, lambda _: source, problems)
    return site.pages["cnn/index.html"], [(one.line, one.what) for one in problems]


def test_a_policy_names_each_script_and_style_of_its_page_once_and_stands_in_front_of_them():
    root, found = protected(PAGE)
    assert found == []
    policy = policy_of(root)
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == ["'self'", digest(SCRIPT)]
    assert policy["style-src"] == ["'self'", digest("p{}"), digest("._0:not(#_){top:0}")]
    # As browsers read it.
    again = parse_page(page_text(root))
    assert next(again.iter("script")).text == SCRIPT
    assert [tag.tag for tag in root.find("head")][:3] == ["title", "meta", "meta"]
    assert root.find("head")[2].get("http-equiv") == "Content-Security-Policy"


def test_no_policy_lets_unknown_code_through():
    words = " ".join(SOURCES.values())
    assert "unsafe" not in words
    assert "*" not in words
    assert "http" not in words


def test_a_changed_page_gets_a_policy_anew():
    root, _ = protected(PAGE)
    root.find("body/script").text = PUT_IN
    write_policy(root, [PUT_IN])
    assert digest(PUT_IN) in policy_of(root)["script-src"]
    assert next(parse_page(page_text(root)).iter("script")).text == PUT_IN


@pytest.mark.parametrize(
    "script",
    ["alert(1)", f"{SCRIPT} ", f"{{const MARK = alert(1);\n{unknown.script_text()}}}",
     f'{{const MARK = "a";\nalert(1);{unknown.script_text()}}}'],
)  # fmt: skip
def test_a_script_that_the_project_has_not_written_is_a_fault_and_does_not_run(script):
    page = f"<html><head></head><body><p>x</p><script>{script}</script></body></html>"
    root, found = protected(page, ("examples/cnn/good.py", f"# # A line\n# <script>{script}"))
    assert digest(script) not in policy_of(root)["script-src"]
    assert [line for line, _ in found] == [2]
    assert "a script stands in the page" in found[0][1]


def test_the_page_for_unknown_addresses_may_find_its_root():
    made = f'{{const MARK = "<svg/>";\n{unknown.script_text()}}}'
    assert protected(f"<html><head><script>{made}</script></head><body>x</body></html>")[1] == []


def test_only_a_page_with_a_base_may_have_one():
    root, _ = protected('<html><head><base href="/"></head><body>x</body></html>')
    assert policy_of(root)["base-uri"] == ["'self'"]
    root, _ = protected("<html><head></head><body>x</body></html>")
    assert policy_of(root)["base-uri"] == ["'none'"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('<p onclick="x()">a</p>', "<p> has a script in its attribute onclick"),
        ('<svg onload="x()"></svg>', "<svg> has a script in its attribute onload"),
        ('<a href="javascript:x()">a</a>', "the link javascript:x() is a program"),
        ('<a href=" JavaScript:x()">a</a>', "is a program"),
        ('<a href="java&#9;script:x()">a</a>', "is a program"),
        ('<a href="data:text/html,x">a</a>', "the link data:text/html,x is a program"),
        ('<svg><a xlink:href="javascript:x()">a</a></svg>', "is a program"),
        ('<a href="data:image/svg+xml,x">a</a>', "is a program"),
        ('<img src="https://example.org/a.png">', "<img> would fetch https://example.org/a.png"),
        ('<script src="//example.org/a.js"></script>', "<script> would fetch //example.org/a.js"),
        ('<link rel="stylesheet" href="https://example.org/a.css">', "<link> would fetch"),
        ('<video poster="https://example.org/a.png"></video>', "<video> would fetch"),
        ('<iframe srcdoc="x"></iframe>', "<iframe> would show"),
        ('<object data="a.swf"></object>', "<object> would show"),
        ('<form action="javascript:x()"></form>', "is a program"),
        ('<meta http-equiv="refresh" content="0;url=x">', "changes what a browser does"),
        ('<p style="top:0}body{top:1px">a</p>', "cannot stand in a style sheet"),
    ],
)
def test_what_a_policy_would_stop_is_a_fault_with_its_line(body, said):
    page = f"<html><head></head><body>{body}</body></html>"
    _, found = protected(page, ("docs/cnn.md", f"one\n\n{body.replace('&#9;', chr(9))}\n"))
    assert [line for line, _ in found] == [3]
    assert said in found[0][1]


@pytest.mark.parametrize(
    "body",
    [
        '<img src="data:image/png;base64,AA">',
        '<img src="a.png">',
        '<a href="mailto:a@example.org">a</a>',
        '<a href="https://example.org/?q=javascript:x">a</a>',
        '<p data-on="x" data-style="y">on style</p>',
    ],
)
def test_what_a_page_may_hold_is_no_fault(body):
    assert protected(f"<html><head></head><body>{body}</body></html>")[1] == []
