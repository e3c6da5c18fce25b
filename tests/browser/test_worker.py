"""The copy that a phone keeps, in real Chromium: one whole version of the site, replaced by the next one as a whole."""

import http.server
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from cheatsheet.site.installable import WORKER, add_worker, kept_files, retire_worker
from cheatsheet.site.model import Site
from offline import ADDRESSES, SLUGS, search


class Host:
    """A server of one folder below /repo/, as GitHub Pages has it. It can go away, and it notes what it is asked for."""

    def __init__(self, folder: Path):
        self.asked: list[str] = []
        # Addresses that answer with other bytes than they should.
        self.broken: set[str] = set()
        host = self

        class Handler(http.server.SimpleHTTPRequestHandler):
            def __init__(self, *arguments, **options):
                super().__init__(*arguments, directory=str(folder), **options)

            def do_GET(self):
                if not self.path.startswith("/repo/"):
                    return self.send_error(404)
                self.path = self.path.removeprefix("/repo")
                host.asked.append(self.path)
                if self.path in host.broken:
                    self.send_response(200)
                    self.end_headers()
                    return self.wfile.write(b"of another version")
                return super().do_GET()

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/repo/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Go away; once is enough."""
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def published(site, tmp_path):
    """A small copy of the site that a test may publish anew: two sections, an example and the ledger, no thumbnails."""
    left_out = {"thumbnails", "downloads", "terms", "robustness", *SLUGS} - {"cnn", "losses"}

    def needless(folder: str, names: list[str]) -> set[str]:
        place = Path(folder).relative_to(site).as_posix()
        if place == "examples/cnn":
            return {name for name in names if not name.startswith("receptive_field")}
        return {
            name for name in names if name in left_out or (place, name) == ("examples", "losses")
        }

    shutil.copytree(site, tmp_path / "small", ignore=needless)
    link = tmp_path / "published"
    link.symlink_to("small")
    publish(link, add_worker)
    return link


@pytest.fixture
def host(published):
    running = Host(published)
    yield running
    running.stop()


@pytest.fixture
def phone(browser):
    context = browser.new_context(viewport={"width": 390, "height": 844}, service_workers="allow")
    yield context
    context.close()


def publish(link: Path, *steps: Callable[[Site], None]) -> None:
    """Another version, there at once and as a whole: a browser that asks meanwhile would keep half a worker."""
    version = Site.read(link)
    for step in steps:
        step(version)
    folder = link.with_name(f"version-{sum(1 for _ in link.parent.iterdir())}")
    version.write(folder)
    aside = link.with_name("aside")
    aside.symlink_to(folder.name)
    aside.replace(link)


def saying(text: str) -> Callable[[Site], None]:
    """The step after which every page and the search index say `text`."""

    def say(version: Site) -> None:
        for name in tuple(version.pages):
            page = version.data(name).decode().replace("</h1>", f" {text}</h1>", 1)
            version.add(name, page.encode())
        index = "search/search_index.json"
        version.add(index, version.text(index).replace("Focal", text).encode())

    return say


def visit(phone, url: str):
    page = phone.new_page()
    page.goto(url)
    return page


def wait_for(page, expression: str) -> None:
    """Wait until an expression about `registration` is true."""
    asked = (
        f"navigator.serviceWorker.getRegistration().then((registration) => Boolean({expression}))"
    )
    deadline = time.monotonic() + 60
    while not page.evaluate(asked):
        assert time.monotonic() < deadline, expression
        page.wait_for_timeout(50)


def test_after_one_visit_every_page_opens_without_a_network(site, phone):
    host = Host(site)
    page = visit(phone, host.url + "losses/")
    wait_for(page, "registration?.active")
    first = host.asked.index(f"/{WORKER}")
    assert {"/losses/", "/assets/stylesheets/section.css"} <= set(host.asked[:first])
    assert not [path for path in host.asked if path.startswith("/downloads")]
    # A first version is no new one.
    page.wait_for_timeout(300)
    expect(page.locator(".renewal")).to_have_count(0)
    page.close()
    host.stop()
    page = visit(phone, host.url)
    pages = [address for address in kept_files(Site.read(site)) if address.endswith("/")]
    assert len(pages) > 80
    status = "(url) => fetch(url).then((answer) => answer.status)"
    assert {page.evaluate(status, host.url + address) for address in pages} == {200}
    for address in ["", "cnn", "losses/index.html", *ADDRESSES, "examples/cnn/receptive_field/"]:
        assert page.goto(host.url + address).status == 200
        assert page.locator("h1").first.inner_text()
    page.goto(host.url + "cnn/?from=home#receptive-field")
    expect(page.locator(":target")).to_be_visible()
    search(page, "focal").click()
    page.wait_for_url("**/losses/**")
    assert page.evaluate("caches.keys()") == [
        name for name in page.evaluate("caches.keys()") if host.url in name
    ]


def test_an_address_without_its_slash_keeps_what_it_asks(host, phone):
    page = visit(phone, host.url)
    wait_for(page, "registration?.active")
    page.goto(host.url + "claims?verdict=wrong")
    assert page.url == host.url + "claims/?verdict=wrong"
    expect(page.locator("form.filter select").first).to_have_value("wrong")


def test_an_update_replaces_the_old_version_wholly(host, phone, published):
    page = visit(phone, host.url)
    wait_for(page, "registration?.active")
    before = page.evaluate("caches.keys()")
    publish(published, saying("Renewed"), add_worker)
    host.asked.clear()
    # From the old version, while the new one is fetched.
    page.goto(host.url + "cnn/")
    assert "Renewed" not in page.locator("h1").inner_text()
    wait_for(page, "registration?.waiting")
    assert not [path for path in host.asked if path.endswith((".css", ".woff2"))], (
        "what did not change is not fetched"
    )
    page.goto(host.url + "losses/#focal")
    page.locator("h1", has_text="Renewed").wait_for()
    expect(page.locator(":target")).to_be_visible()
    after = page.evaluate("caches.keys()")
    assert len(before) == len(after) == 1
    assert before != after
    host.stop()
    page.goto(host.url)
    assert "Renewed" in page.locator("h1").inner_text()
    search(page, "Renewed").wait_for()


def test_a_version_that_is_half_there_is_not_shown(host, phone, published):
    page = visit(phone, host.url)
    wait_for(page, "registration?.active")
    host.broken = {"/search/search_index.json"}
    publish(published, saying("Renewed"), add_worker)
    page.goto(host.url + "cnn/")
    wait_for(page, "registration.installing")
    wait_for(page, "!registration.installing && !registration.waiting")
    for address in ("cnn/", "losses/", ""):
        page.goto(host.url + address)
        assert "Renewed" not in page.locator("h1").first.inner_text()
    host.broken = set()
    page.goto(host.url + "cnn/")
    wait_for(page, "registration?.waiting")
    page.goto(host.url)
    page.locator("h1", has_text="Renewed").wait_for()


def test_while_an_old_page_is_open_all_pages_stay_old(host, phone, published):
    first = visit(phone, host.url)
    wait_for(first, "registration?.active")
    first.reload()
    publish(published, saying("Renewed"), add_worker)
    first.goto(host.url + "cnn/")
    wait_for(first, "registration?.waiting")
    second = visit(phone, host.url + "losses/")
    second.locator("h1.md-error, h1").first.wait_for()
    second.goto(host.url + "cnn/")
    assert "Renewed" not in second.locator("h1").inner_text()
    first.close()
    second.goto(host.url + "losses/")
    second.locator("h1", has_text="Renewed").wait_for()


NOTICE = "aside.renewal"


def test_every_open_page_tells_of_a_new_version_and_one_tap_renews_all_of_them(
    host, phone, published
):
    first = visit(phone, host.url)
    wait_for(first, "registration?.active")
    # The page of the first visit is answered by no worker, and is renewed with the others.
    second = visit(phone, host.url + "cnn/")
    third = visit(phone, host.url + "losses/?list=xs7a.9d.13.4m.5i.3t.85.8b&at=5#focal")
    tabs = [first, second, third]
    publish(published, saying("Renewed"), add_worker)
    second.reload()
    for page in tabs:
        expect(page.locator(NOTICE)).to_be_visible()
        expect(page.get_by_role("status")).to_contain_text(["A new version is here."])
        assert "Renewed" not in page.locator("h1").inner_text()
    # All of a page can be scrolled above it and the list's bar.
    third.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    foot = third.locator("footer").last.bounding_box()
    top = third.locator(NOTICE).bounding_box()
    bar = third.locator(".list-bar").bounding_box()
    assert foot["y"] + foot["height"] <= top["y"] + 1
    assert top["y"] + top["height"] <= bar["y"] + 1
    second.reload()
    assert "Renewed" not in second.locator("h1").inner_text()
    # Not now, in one tab and for an hour: the next page of it is quiet.
    third.get_by_role("button", name="Not now").click()
    expect(third.locator(NOTICE)).to_have_count(0)
    asked = "performance.getEntriesByType('resource').some((entry) => entry.name.endsWith('renewal.js'))"
    third.reload()
    third.wait_for_function(f"() => {asked}")
    expect(third.locator(NOTICE)).to_have_count(0)

    host.asked.clear()
    first.locator(NOTICE).wait_for()
    first.get_by_role("button", name="Show it").focus()
    first.keyboard.press("Enter")
    for page in tabs:
        page.locator("h1", has_text="Renewed").wait_for()
        expect(page.locator(NOTICE)).to_have_count(0)
    assert third.url.endswith("&at=5#focal")
    assert len(first.evaluate("caches.keys()")) == 1
    # Nothing of it came from the host: what is shown is what was kept as a whole.
    left_out = (f"/{WORKER}", "/assets/thumbnails/")
    assert [path for path in host.asked if not path.startswith(left_out)] == []
    host.stop()
    for page, address in zip(tabs, ("losses/", "claims/", ""), strict=True):
        page.goto(host.url + address)
        assert "Renewed" in page.locator("h1").inner_text()


def test_a_worker_that_hears_nothing_keeps_no_reader_from_the_new_version(host, phone, published):
    page = visit(phone, host.url)
    wait_for(page, "registration?.active")
    publish(published, saying("Renewed"), lambda version: version.add(WORKER, b""))
    page.reload()
    page.get_by_role("button", name="Show it").click()
    page.locator("h1", has_text="Renewed").wait_for()


def test_a_page_on_its_way_while_the_version_changes_is_not_half_of_two(host, phone, published):
    first = visit(phone, host.url)
    wait_for(first, "registration?.active")
    first.reload()
    slow = visit(phone, host.url + "cnn/")
    publish(published, saying("Renewed"), add_worker)
    # It does not hear that the version changes, as a page whose scripts have not run yet.
    deaf = "navigator.serviceWorker.addEventListener = new Proxy(navigator.serviceWorker.addEventListener, { apply(to, on, [name, ...rest]) { if (name !== 'controllerchange') return Reflect.apply(to, on, [name, ...rest]); } });"
    slow.add_init_script(deaf)
    slow.reload()
    first.locator(NOTICE).wait_for()
    first.get_by_role("button", name="Show it").click()
    first.locator("h1", has_text="Renewed").wait_for()
    assert "Renewed" not in slow.locator("h1").inner_text()
    slow.evaluate("() => void fetch('../assets/stylesheets/section.css')")
    slow.locator("h1", has_text="Renewed").wait_for()


def test_serving_removes_what_an_earlier_visit_keeps(host, phone, published):
    page = visit(phone, host.url)
    wait_for(page, "registration?.active")
    publish(published, saying("Edited"), retire_worker)
    page.goto(host.url + "cnn/")
    page.locator("h1", has_text="Edited").wait_for()
    assert page.evaluate("caches.keys()") == []
