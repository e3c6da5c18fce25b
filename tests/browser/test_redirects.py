"""Old addresses in real Chromium: where they lead with a script, and the link they show without one."""

import functools
import http.server
import threading

import pytest
from playwright.sync_api import expect

import miniature
from cheatsheet.commands.build import build, publish
from miniature import PAGE, write

PARTS = """
## Kinds { #kinds }

| Name | Value |
| --- | --- |
| First { #row-first } | a |

$$a = b$$
{ #eq-equal }

/// correction | “Once”
    attrs: {id: corrected-1-1}
Twice.
///
"""


@pytest.fixture(scope="module")
def visit(tmp_path_factory, built, browser):
    """`visit("old/#part")` opens an address of a miniature of which parts have moved."""
    published = miniature.make(tmp_path_factory.mktemp("moved"))
    miniature.take_over(built, published, "examples")
    write(published.root, "docs/cnn.md", PAGE + PARTS)
    write(published.root, "docs/old.md", "# Old { #old }\n\n## Part { #part }\n\n## Slope { #slope }\n")  # fmt: skip
    build(published)
    publish(published)
    (published.docs / "old.md").unlink()
    write(published.root, "docs/cnn.md", PAGE.replace("{ #sources }", "{ #list }") + PARTS.replace("row-first", "row-one"))  # fmt: skip
    write(
        published.root,
        "docs/redirects.yml",
        "old/: cnn/\nold/#old: cnn/#cnn\nold/#part: cnn/#kinds\n"
        "cnn/#row-first: cnn/#row-one\ncnn/#sources: claims/#1.1\n",
    )
    build(published)
    handler = functools.partial(_Quiet, directory=str(published.site))
    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    root = f"http://127.0.0.1:{running.server_port}/"

    def go(address, script=True):
        page = browser.new_page(java_script_enabled=script)
        page.goto(root + address)
        page.wait_for_load_state("networkidle")
        return page, page.url.removeprefix(root)

    yield go
    running.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass


def test_redirects_lead_on_in_a_browser(visit):
    for address, found in {
        "old/": "cnn/",
        "old/#part": "cnn/#kinds",
        "old/#slope": "cnn/#slope",
        "cnn/#sources": "claims/#1.1",
        "cnn/#row-first": "cnn/#row-first",
    }.items():
        page, _ = visit(address)
        page.wait_for_url(f"**/{found}", timeout=5000)
        if address == found:  # renamed within its page
            expect(page.locator("td#row-one span:target")).to_have_count(1)
        page.close()


def test_without_a_script_there_is_a_plain_link(visit):
    for address, link in {
        "old/": "../cnn/",
        "old/#part": "../cnn/#kinds",
        "cnn/#sources": "../claims/#1.1",
    }.items():
        page, url = visit(address, script=False)
        assert url == address
        scope = ".moved:target " if "#" in address else ""
        links = page.locator(f"{scope}a")
        assert links.first.get_attribute("href") == link
        expect(links.first).to_be_visible()
        page.close()
