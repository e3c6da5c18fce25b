"""What a title says is text on every page, however much it looks like HTML, and no script in it ever runs."""

import pytest

from cheatsheet.base.markup import parse_page
from cheatsheet.commands.build import build
from cheatsheet.site.own_scripts import is_own
from miniature import GOOD, enrich, write

BAIT = '"></title><script>alert()</script><img src=x onerror=alert()> and more'


@pytest.fixture
def pages(styled):
    """The pages of a miniature whose titles, questions and names are such texts."""
    enrich(styled)
    script = GOOD.replace("# A line", f"# `{BAIT}`").replace("Does a line", f"Does `{BAIT}`")
    write(styled.root, "examples/cnn/good.py", script)
    said = f"---\ntitle: '{BAIT}'\ndescription: '{BAIT}'\n---\n"
    write(styled.root, "docs/named.md", f"{said}# Named {{ #named }}\n\nWords.\n")
    write(styled.root, "docs/headed.md", f"# `{BAIT}` {{ #headed }}\n\nWords.\n")
    build(styled)
    return {
        path.relative_to(styled.site).as_posix(): path.read_text("utf-8")
        for path in styled.site.rglob("*.html")
    }


def test_titles_that_look_like_html_are_text_on_every_page(pages):
    for name, text in pages.items():
        root = parse_page(text)
        scripts = root.xpath("//script[not(@src)][not(contains(@type, 'json'))]")
        assert all(is_own(script.text) for script in scripts), name
        assert root.xpath("//@onerror") == [], name
    for name, described in {"examples/cnn/good": True, "named": True, "headed": False}.items():
        root = parse_page(pages[f"{name}/index.html"])
        assert BAIT in root.findtext("head/title"), name
        [description] = root.xpath("//meta[@name='description']/@content")
        assert (BAIT in description) == described, name
        assert BAIT in " ".join(root.find_class("md-header__topic")[1].text_content().split()), name
