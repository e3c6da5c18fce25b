"""The site asks nothing of a browser that the oldest named ones do not know, or is right without it."""

import pytest

from floor import DEGRADES, FLOOR, THEME, beyond, first_versions, of_page, of_script, of_style
from reader import KINDS


@pytest.fixture(scope="module")
def used(site):
    """All that style sheets, scripts and one page of each kind use."""
    found = set()
    for path in site.rglob("*.css"):
        found |= of_style(path.read_text("utf-8"))
    for path in site.rglob("*.js"):
        if "headings" not in path.name:
            found |= of_script(path.read_text("utf-8"), THEME if ".min." in path.name else ())
    for path in KINDS.values():
        page = site / path if path.endswith(".html") else site / path / "index.html"
        found |= of_page(page.read_text("utf-8"))
    return found


def test_nothing_younger_than_the_floor_is_used_but_what_degrades(used):
    versions = first_versions()
    young = {feature for feature in used if feature in versions and beyond(versions[feature])}
    assert {
        f"{kind} {name} {versions[kind, name]}" for kind, name in young - DEGRADES.keys()
    } == set()
    # What is no longer used, or old by now, is no longer excused.
    assert DEGRADES.keys() - young == set()


def test_the_floor_that_the_readme_names_is_the_one_that_follows_from_what_is_used(used, root):
    versions = first_versions()
    needed = [versions[one] for one in used - DEGRADES.keys() if one in versions]
    derived = {browser: max(one[browser] for one in needed) for browser in FLOOR}
    assert all(derived[browser] <= FLOOR[browser] for browser in FLOOR), derived
    readme = (root / "README.md").read_text("utf-8")
    assert "Chrome and Edge 109, Firefox 115, Safari 16 (iOS 16)" in readme
    assert list(FLOOR.values()) == [109, 115, 16]


@pytest.mark.parametrize(
    ("found", "named"),
    [
        (of_style("a{color:light-dark(red,blue)}"), ("function", "light-dark")),
        (of_style("a{--x:0 0 light-dark(red,blue)}"), ("function", "light-dark")),
        (
            of_style("a{text-decoration:underline dotted var(--x)}"),
            ("value", "text-decoration: dotted"),
        ),
        (of_style("@media print{a{float:inline-start}}"), ("value", "float: inline-start")),
        (of_style("a:has(b){c:d}"), ("selector", "has")),
        (of_style("a{hyphens:auto}"), ("property", "hyphens")),
        (of_style("@starting-style{a{b:c}}"), ("at-rule", "starting-style")),
        (of_script("x = a.toSpliced(1).values()"), ("member", "toSpliced")),
        (of_script("new URLPattern(x)"), ("global", "URLPattern")),
        (of_script("document.startViewTransition(f)"), ("member", "startViewTransition")),
        (of_page('<p class="x" popover="auto">'), ("attribute", "popover")),
    ],
)
def test_what_is_young_is_found_by_its_name(found, named):
    assert named in found
    assert named in first_versions()


def test_a_twin_with_a_prefix_serves_older_browsers():
    assert ("property", "hyphens") not in of_style("a{-webkit-hyphens:auto;hyphens:auto}")
    assert ("property", "mask-size") not in of_style("a{-webkit-mask-size:1px;mask-size:1px}")
