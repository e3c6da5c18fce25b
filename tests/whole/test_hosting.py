"""The configuration of nginx in hosting/: what the site needs stands in it, and a real nginx answers so."""

import os
import re
import runpy
import shutil
import subprocess

import pytest

import nginx
from answers import TYPES, answers, ask, connect, faults, promised

SNIPPET = nginx.HOSTING / "cheatsheet.conf"
SERVER = nginx.HOSTING / "nginx.conf"
# Made by `scripts/build --all` below downloads/.
DOWNLOADS = {".pdf", ".epub", ".zip", ""}
needs_nginx = pytest.mark.skipif(bool(nginx.missing()), reason=nginx.missing())
pytestmark = pytest.mark.xdist_group("hosting")


@pytest.fixture(scope="module")
def place():
    return runpy.run_path(str(nginx.HOSTING / "place.py"))["place"]


@pytest.fixture(scope="module")
def home(site, place, tmp_path_factory):
    """A folder with the placed site, once as itself and once below another folder."""
    folder = tmp_path_factory.mktemp("hosted")
    place(site, folder, quality=1)  # its best takes a quarter of a minute
    (folder / "current/cnn/.hidden").write_text("left behind", "utf-8")
    (folder / "www").mkdir()
    (folder / "www/notes").symlink_to(folder / "current")
    return folder


@pytest.fixture(scope="module")
def host(home, tmp_path_factory):
    """nginx with the site at its root, and below /notes/ as hosting/README.md shows."""
    with nginx.hosted(tmp_path_factory.mktemp("nginx"), home / "current", below(home)) as running:
        yield running


def below(home):
    """The locations that hosting/README.md shows, for the folder `notes`."""
    readme = (nginx.HOSTING / "README.md").read_text("utf-8")
    shown = re.findall(r"^    location [^\n]* \{\n.*?^    \}\n", readme, re.M | re.S)
    assert len(shown) == 2
    return "".join(shown).replace("/srv/www", f"{home}/www").replace(" /cheatsheet", " /notes")


def configured():
    """Extensions with their types, and headers, as the two files name them."""
    text = SNIPPET.read_text("utf-8") + SERVER.read_text("utf-8")
    [types] = re.findall(r"^types \{(.*?)^\}", text, re.M | re.S)
    named = re.findall(r'^ +"?([^"\n]+?)"? (\w+);$', types, re.M)
    headers = re.findall(r'^ *add_header (\S+) "(.*)" always;$', text, re.M)
    assert len(headers) == text.count("add_header "), "a header that failed answers lack"
    return {f".{extension}": kind for kind, extension in named}, dict(headers)


def test_every_file_of_the_site_has_a_type(site):
    types, _ = configured()
    for extension in {path.suffix for path in site.rglob("*") if path.is_file()} | DOWNLOADS:
        if extension:
            assert types.get(extension) == TYPES[extension]
    assert f'default_type "{TYPES[""]}";' in SNIPPET.read_text("utf-8")


def test_every_header_that_the_readme_names_is_sent():
    assert configured()[1] == promised()


def test_nothing_but_a_font_is_kept_without_asking():
    text = SNIPPET.read_text("utf-8")
    assert re.findall(r"\bexpires (\S+);", text) == ["-1", "1h"]
    assert re.findall(r"location ~ (\S+) \{\n +expires", text) == [r"\.woff2$"]


def test_no_request_may_take_long_or_be_large():
    text = SERVER.read_text("utf-8")
    for what in ["client_header", "client_body", "send", "keepalive"]:
        [seconds] = re.findall(rf"^    {what}_timeout (\d+)s;", text, re.M)
        assert 0 < int(seconds) <= 30
    assert re.findall(r"^    client_max_body_size (\w+);", text, re.M) == ["1k"]


@needs_nginx
def test_nginx_takes_the_configuration(home, tmp_path):
    main, _ = nginx.prepared(tmp_path, home / "current", below(home))
    done = subprocess.run(
        [nginx.program("nginx"), "-t", "-p", tmp_path, "-c", main, "-e", tmp_path / "errors.log"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@needs_nginx
@pytest.mark.parametrize("folder", ["", "notes/"])
def test_every_file_comes_whole_compressed_and_with_its_headers(site, host, folder):
    sent = list(answers(host.plain + folder, site))
    assert len(sent) > 500
    wrong = [
        f"{path.relative_to(site)}: {what}"
        for path, answer in sent
        for what in faults(path, answer)
    ]
    assert wrong == []


@needs_nginx
@pytest.mark.parametrize("folder", ["/", "/notes/"])
def test_unknown_addresses_get_the_page_for_them_at_any_depth(site, host, folder):
    page = (site / "404.html").read_bytes()
    with connect(host.plain) as connection:
        for path in ["nothing", "cnn/x/y/z", "assets/", ".git/config", "cnn/.hidden"]:
            answer = ask(connection, folder + path, Accept_Encoding="identity")
            assert (answer.status, answer.body) == (404, page), path
            assert promised().items() <= dict(answer.headers).items()
            assert "Last-Modified" not in answer.headers


@needs_nginx
def test_folders_lead_on_whatever_stands_in_front(host):
    with connect(host.plain) as connection:
        for path in ["/cnn", "/notes/cnn", "/notes"]:
            answer = ask(connection, path, Host="proxy.example.org:8443")
            assert (answer.status, answer.headers["Location"]) == (301, f"{path}/")
    with connect(host.moved) as connection:
        answer = ask(connection, "/cnn/?list=1", Host="evil.example")
        assert answer.headers["Location"] == "https://cheatsheet.example.org/cnn/?list=1"


@needs_nginx
def test_what_is_kept_is_asked_for_again_and_not_sent_again(host):
    with connect(host.plain) as connection:
        for path in ["/", "/service-worker.js", "/assets/stylesheets/section.css"]:
            first = ask(connection, path)
            again = ask(connection, path, If_None_Match=first.headers["ETag"])
            assert (again.status, again.body) == (304, b"")
            plain = ask(connection, path, Accept_Encoding="identity")
            assert plain.headers["ETag"] != first.headers["ETag"]


@needs_nginx
@pytest.mark.skipif(not nginx.has_brotli(), reason="brotli and nginx's module for it are missing")
def test_who_reads_brotli_gets_it(home, host):
    with connect(host.plain) as connection:
        for path in ["cnn/index.html", "assets/javascripts/page.js", "manifest.webmanifest"]:
            answer = ask(connection, f"/{path}", Accept_Encoding="gzip, deflate, br")
            assert answer.headers["Content-Encoding"] == "br", path
            assert answer.headers["Vary"] == "Accept-Encoding"
            assert answer.body == (home / f"current/{path}.br").read_bytes()


@needs_nginx
def test_other_methods_and_large_requests_are_refused_and_no_version_is_named(host):
    with connect(host.plain) as connection:
        for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "PROPFIND"]:
            assert ask(connection, "/cnn/", method).status == 405
        assert ask(connection, "/cnn/", "HEAD").body == b""
        assert ask(connection, "/cnn/").headers["Server"] == "nginx"
    with connect(host.plain) as connection:
        assert ask(connection, "/cnn/", "POST", Content_Length="2000").status == 413
    with connect(host.plain) as connection:
        assert ask(connection, f"/{'a' * 9000}").status == 414
    with connect(host.plain) as connection:
        assert ask(connection, "/../../etc/passwd").status == 400


def test_a_new_version_takes_the_place_of_the_old_in_one_step_and_keeps_what_is_the_same(
    tmp_path, place
):
    site, home = tmp_path / "site", tmp_path / "home"
    (site / "cnn").mkdir(parents=True)
    for name in ["index.html", "cnn/index.html"]:
        (site / name).write_text("one " * 99, "utf-8")
    assert "2 are new" in place(site, home)
    first = (home / "current").resolve()
    assert "already" in place(site, home)
    assert (home / "current").resolve() == first

    (site / "cnn/index.html").write_text("two " * 99, "utf-8")
    (home / "version-unfinished").mkdir()
    assert "1 are new" in place(site, home)
    now = (home / "current").resolve()
    assert now != first == (home / "before").resolve()
    forms = ["", ".gz", ".br"] if shutil.which("brotli") else ["", ".gz"]
    for name in [f"index.html{form}" for form in forms]:
        assert os.path.samefile(now / name, first / name)
    for name in [
        f"cnn/index.html{form}" for form in forms
    ]:  # or a browser would hold it for the same
        assert (now / name).stat().st_mtime > (first / name).stat().st_mtime
    assert {path.name for path in home.glob("version-*")} == {first.name, now.name}

    (site / "cnn/index.html").unlink()
    place(site, home)
    names = {path.name for path in (home / "current").iterdir()}
    assert names == {f"index.html{form}" for form in forms}
    assert not first.exists()


def test_a_folder_that_is_no_site_does_not_take_its_place(tmp_path, place):
    with pytest.raises(SystemExit, match="not a built site"):
        place(tmp_path, tmp_path / "home")


def test_what_the_page_says_about_cost_is_what_the_bench_printed(root):
    page = (nginx.HOSTING / "README.md").read_text("utf-8").split("## Cost and capacity")[1]
    table = [line.split("|")[1:3] for line in page.splitlines() if line.startswith("|")][2:]
    bench = (root / "bench/hosting.py").read_text("utf-8")
    said = {name.strip(): value for name, value in table}
    assert len(said) > 8
    for name in said:
        assert f'"{name}"' in bench
    numbers = {name: re.findall(r"\d[\d,.]*\d|\d", value) for name, value in said.items()}
    first = float(numbers["first visit of the heaviest section page"][0])  # KB
    whole = float(numbers["first visit with all that the service worker keeps"][0])  # MB
    assert [float(one) for one in numbers["1,000 first visits"]] == pytest.approx([first / 1000, whole], rel=0.1)  # fmt: skip
    filled = re.findall(r"([\d,]+) Mbit/s", " ".join(said.values()))
    assert min(int(one.replace(",", "")) for one in filled) > 1000  # "a line of a gigabit"
    prose = "".join(line for line in page.splitlines() if not line.startswith("|"))
    assert set(re.findall(r"\d+(?:[.,]\d+)*", prose)) <= {"127.0.0.1", "1.1", "1,000,000"}
