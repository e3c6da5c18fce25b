"""A server shows one page for all unknown addresses: it is whole at any depth, below any folder of the host."""

import functools
import http.server
import threading

import pytest
from playwright.sync_api import expect

BELOW = "/a/b/"


@pytest.fixture(scope="module")
def host(site):
    """Address of a host that has the site in a folder, and answers all else with the site's page for it."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        def send_head(self):
            inside = self.path.startswith(BELOW)
            self.path = f"/{self.path.removeprefix(BELOW)}" if inside else "/nowhere"
            return super().send_head()

        def send_error(self, code, *arguments):
            body = (site / "404.html").read_bytes()
            self.send_response(code)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            pass

    handler = functools.partial(Handler, directory=str(site))
    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()


@pytest.mark.parametrize("missed", ["x", "x/y/z/", "losses/x", "x/y/z/?h=a#b"])
def test_a_missed_address_gets_a_whole_page_in_a_folder_of_any_depth(profile, host, missed):
    root = host + BELOW
    page = profile()
    page.goto(root + missed, wait_until="load")
    asked = page.evaluate(
        "performance.getEntriesByType('resource').map((one) => [one.name, one.responseStatus])"
    )
    # The browser looks ahead and asks the root that was assumed; in the right one it finds all.
    inside = [one for one in asked if one[0].startswith(root) and not one[0].endswith("icon.svg")]
    assert {"css", "js", "woff2"} <= {one[0].rpartition(".")[2] for one in inside}
    assert {status for _, status in inside} == {200}
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(253, 252, 250)"
    expect(page.locator("h1")).to_have_text("This page does not exist")
    links = page.locator("article a").evaluate_all("(all) => all.map((link) => link.href)")
    assert f"{root}losses/" in links
    assert all(link.startswith(root) for link in links)
    assert page.locator("a.md-logo").first.evaluate("(link) => link.href") == root
    # The theme's script runs and knows where search lies.
    page.locator("input.md-search__input").click()
    page.locator("input.md-search__input").fill("focal")
    found = page.locator(".md-search-result__item a").first
    found.wait_for()
    assert found.evaluate("(link) => link.href").startswith(f"{root}losses/")


def test_the_scheme_that_was_chosen_holds_for_it_too(profile, host):
    page = profile()
    page.goto(f"{host}{BELOW}cnn/")
    for _ in range(2):
        page.locator("button.scheme").click()
    page.goto(f"{host}{BELOW}x/y/")
    expect(page.locator("body")).to_have_css("background-color", "rgb(21, 25, 31)")


def test_without_a_script_it_says_what_happened(profile, host):
    page = profile(java_script_enabled=False)
    page.goto(f"{host}{BELOW}x/y/")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("article a").first).to_be_visible()
