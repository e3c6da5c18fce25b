"""The server of `scripts/serve`: it answers to its own names, to nothing malformed, and never with an error of its own."""

import http.client
import re
import threading

import pytest

from cheatsheet.material.local_server import LocalServer, refusal
from miniature import write


@pytest.fixture(scope="module")
def serving(tmp_path_factory):
    """A server of a small folder, as `scripts/serve` starts it; nothing is ever built anew."""
    folder = tmp_path_factory.mktemp("served")
    write(folder, "index.html", "<html><body>home</body></html>")
    write(folder, "cnn/index.html", "<p>a piece")
    write(folder, "404.html", "<html><body>not here</body></html>")
    write(folder, "a b/ü.css", "p{}")
    server = LocalServer(folder, 0, lambda _: None)
    server.watch(str(folder))
    server.server_bind()
    server.server_activate()
    threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
    yield server
    server.serve_thread = threading.Thread()
    server._BaseServer__shutdown_request = True
    server.server_close()


@pytest.fixture
def ask(serving):
    """`ask(path)` is status, headers and text of an answer."""

    def ask(path, method="GET", host=None):
        connection = http.client.HTTPConnection("127.0.0.1", serving.server_port)
        # Some of these no client would send.
        connection._validate_path = lambda _: None
        connection._encode_request = lambda request: request.encode("latin-1")
        connection.putrequest(method, path, skip_host=True)
        connection.putheader("Host", host or f"127.0.0.1:{serving.server_port}")
        connection.endheaders()
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, answer.headers, text

    return ask


def test_it_listens_on_this_computer_alone(serving):
    assert serving.socket.getsockname()[0] == "127.0.0.1"


def test_a_page_comes_with_headers_that_keep_it_to_itself_and_a_script_of_the_server(ask):
    status, headers, text = ask("/")
    assert status == 200
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Content-Security-Policy"] == "frame-ancestors 'none'"
    script = r'home<script src="/live_reload.js" data-epoch="\d+" data-page="\d+"></script></body></html>'
    assert re.search(script, text)
    assert ask("/cnn/")[2].startswith("<p>a piece<script src=")


def test_the_script_of_the_server_asks_for_news(ask):
    status, headers, text = ask("/live_reload.js")
    assert (status, headers["Content-Type"]) == (200, "text/javascript")
    assert "location.reload()" in text


def test_an_unknown_address_gets_the_page_for_it(ask):
    status, headers, text = ask("/gone/")
    assert status == 404
    assert "not here" in text
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "[::1]", "LOCALHOST"])
def test_its_own_names_are_answered(ask, serving, name):
    assert ask("/", host=f"{name}:{serving.server_port}")[0] == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example:{port}",
        "127.0.0.1.evil.example:{port}",
        "localhost.evil.example:{port}",
        "localhost",
        "127.0.0.1:1",
        "127.0.0.1:{port}:80",
        "localhost:{port}@evil.example",
        "0.0.0.0:{port}",
        "127.1:{port}",
        " ",
    ],
)
def test_a_foreign_name_that_leads_here_is_refused_with_a_sentence(ask, serving, host):
    for path in ("/", "/live_reload.js", "/livereload/0/0", "/gone"):
        status, _, text = ask(path, host=host.format(port=serving.server_port))
        assert status == 421
        assert text.startswith(
            f"This server answers to http://127.0.0.1:{serving.server_port}/ only"
        )


def test_a_request_without_a_name_is_refused():
    assert refusal({"REQUEST_METHOD": "GET", "PATH_INFO": "/"}, 8000)[0] == 421


@pytest.mark.parametrize(
    "path",
    ["/%00", "/a%00b.css", "/%0d%0aX:y", "/%ff", "/%c3%28", "/%5c..%5ca"],
)
def test_a_malformed_address_is_the_askers_fault(ask, path):
    assert ask(path)[0] == 400


@pytest.mark.parametrize("path", ["//cnn", "///cnn", "//evil.example/..//cnn", "/\\cnn"])
def test_no_address_leads_to_another_host(ask, path):
    location = ask(path)[1].get("Location", "/")
    assert location.startswith("/")
    assert not location.startswith("//")


@pytest.mark.parametrize(
    "path",
    [
        "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/cnn/../../x", "/" + "a" * 5000, "/.", "/cnn/.",
        "/index.html/", "/index.html/x", "/%25", "/~", "/a%20b/", "/?q=%", "/livereload/x/y", "/livereload/",
    ],
)  # fmt: skip
def test_an_odd_address_is_never_a_fault_of_the_server(ask, path):
    assert ask(path)[0] in (200, 302, 404)


def test_names_with_blanks_and_other_letters_are_found(ask):
    assert ask("/a%20b/%C3%BC.css")[::2] == (200, "p{}")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "X"])
def test_nothing_but_reading_is_answered(ask, method):
    assert ask("/", method)[0] == 405
