"""The page for unknown addresses names nothing by the root that a build assumed."""

import json

import pytest

from cheatsheet.base.markup import page_text, parse_page
from cheatsheet.site.model import Site
from cheatsheet.site.unknown import free_unknown

PAGE = """<html><head><meta charset="utf-8"><link rel="stylesheet" href="{0}a.css">
</head><body><a href="{0}.">home</a><a href="{0}losses/">x</a>
<a href="https://other.test/">y</a><script id="__config" type="application/json">{1}</script>
<script src="{0}b.js"></script></body></html>"""


@pytest.mark.parametrize("assumed", ["/", "/repo/"])
def test_its_links_follow_a_base(assumed):
    config = json.dumps({"base": assumed.rstrip("/") or "/"})
    page = parse_page(PAGE.format(assumed, config))
    site = Site({"404.html": page}, {"assets/icon.svg": b"<svg></svg>\n"})
    free_unknown(site)
    text = page_text(page)
    names = [
        one.get(name)
        for one in page.iter("a", "link", "script")
        for name in ("href", "src")
        if one.get(name)
    ]
    assert names == ["a.css", ".", "losses/", "https://other.test/", "b.js"]
    # Before anything that it is about.
    assert text.index("<base") < text.index("MARK") < text.index("a.css")
    assert f'<base href="{assumed}">' in text
    # Scripts find the root by the base, too.
    assert json.loads(page.xpath("//script[@id='__config']")[0].text) == {"base": "."}
    # The icon's markup ends no script.
    assert text.count("</svg>") == 0
