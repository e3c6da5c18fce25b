"""A page that `scripts/serve` shows is loaded anew when the site was built anew, below its own policy."""

import threading

import pytest

from cheatsheet.base.markup import page_text, parse_page
from cheatsheet.material.local_server import LocalServer
from cheatsheet.site.policy import write_policy
from miniature import write

PAGE = "<html><head><title>T</title></head><body><h1>One</h1></body></html>"


@pytest.fixture
def serving(tmp_path):
    """A server whose site is built anew when the test says so."""
    root = parse_page(PAGE)
    write_policy(root)
    write(tmp_path, "index.html", page_text(root))
    server = LocalServer(
        tmp_path, 0, lambda _: write(tmp_path, "index.html", PAGE.replace("One", "Two"))
    )
    server.watch(str(tmp_path / "sources"))
    server.build_delay = 0
    server.observer.start = lambda: None
    thread = threading.Thread(target=server.serve, daemon=True)
    server.server_bind()
    server.server_bind = lambda: None
    thread.start()
    yield server
    server.observer.stop = server.observer.join = lambda: None
    server.shutdown()
    thread.join()


def test_a_page_follows_the_next_build(profile, serving):
    page = profile()
    page.goto(f"http://127.0.0.1:{serving.server_port}/", wait_until="load")
    assert page.locator("h1").inner_text() == "One"
    with serving._rebuild_cond:
        serving._want_rebuild = True
        serving._rebuild_cond.notify_all()
    page.get_by_role("heading", name="Two").wait_for()
