"""Reading without a network: the copy that opens from a folder, and what a phone keeps after one visit."""

import http.server
import io
import json
import shutil
import threading
import time
import zipfile
from pathlib import Path

import pytest

from cheatsheet.faults import BadInput
from cheatsheet.installable import WORKER, kept_files, retire_worker, write_worker
from cheatsheet.ledger import SECTIONS
from cheatsheet.offers import fill
from cheatsheet.offline import archive, module_source, offline_files, offline_page

ADDRESSES = ["", *(f"{slug}/" for slug in SECTIONS if slug != "index"), "claims/", "examples/"]


def search(page, words: str):
    """The first answer of the site's search."""
    page.locator("input.md-search__input").wait_for(state="attached")
    page.keyboard.press("/")
    page.keyboard.type(words, delay=20)
    return page.locator(".md-search-result__item a").first


# --- The offers ---------------------------------------------------------------------------------------------------

MARKED = "<main>\n<!-- all-downloads -->\n<!-- downloads -->\n</main>"


def test_pages_offer_only_downloads_that_exist(tmp_path):
    assert fill(MARKED, Path("cnn/index.html"), tmp_path, "today") == "<main>\n\n\n</main>"
    for name, size in {"cv-cheatsheet-a4.pdf": 2_140_000, "sections/cnn.pdf": 83_600}.items():
        path = tmp_path / "downloads" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * size)
    section = fill(MARKED, Path("cnn/index.html"), tmp_path, "22 November 2026")
    assert '<a href="../downloads/sections/cnn.pdf">This page as PDF</a> (84 KB)' in section
    assert '<a href="../downloads/cv-cheatsheet-a4.pdf">PDF, A4</a> (2.1 MB)' in section
    assert "as of 22 November 2026" in section
    assert "zip" not in section
    home = fill(MARKED, Path("index.html"), tmp_path, "today")
    assert home.count('href="downloads/cv-cheatsheet-a4.pdf"') == 2
    assert "sections" not in home


def test_every_page_of_the_site_offers_the_archive(site):
    for path in site.rglob("*.html"):
        page = path.read_text("utf-8")
        assert "downloads -->" not in page
        offers = page.count('downloads/cv-cheatsheet-site.zip">')
        assert offers == {"index.html": 2, "404.html": 0}.get(str(path.relative_to(site)), 1), path


# --- The copy for a folder ----------------------------------------------------------------------------------------


def test_the_archive_depends_on_files_and_time_alone(tmp_path):
    files = {"b/index.html": b"two", "a.txt": b"one"}
    made = archive(files, 1_700_000_000)
    assert made == archive(dict(sorted(files.items())), 1_700_000_000)
    assert made != archive(files, 1_700_000_002)
    entries = zipfile.ZipFile(io.BytesIO(made)).infolist()
    assert [entry.filename for entry in entries] == [
        "cv-cheatsheet/a.txt",
        "cv-cheatsheet/b/index.html",
    ]
    assert {entry.date_time for entry in entries} == {(2023, 11, 14, 22, 13, 20)}
    assert {entry.external_attr >> 16 for entry in entries} == {0o100644}
    archive(files, 0)  # before the format's first year


def test_a_page_for_a_folder_names_files_and_needs_no_server():
    files = dict.fromkeys(
        ["index.html", "cnn/index.html", "claims/index.html", "examples/cnn/a/index.html"], b""
    )
    files["assets/ledger.js"] = b'const close = "</script>";'
    faults = []
    page = """<head><link rel="canonical" href="https://example.org/cnn/">
    <link rel="preload" href="../a.woff2" as="font" type="font/woff2" crossorigin><link rel="next" href="../claims/">
    </head><a href="..">Home</a><a class="checked" href="../examples/cnn/a/#fact-1">11</a><a href=".">This</a>
    <a href="../claims/?verdict=wrong&amp;section=cnn#1.1">Wrong</a><a href="#top">Top</a>
    <a href="https://arxiv.org/abs/1">Paper</a><script type="module" src="../assets/ledger.js"></script>
    <!-- all-downloads --><p class="offers"><a href="../downloads/a.pdf">PDF</a></p><link rel="manifest" href="../m">
    <script type="module" data-keep>
    navigator.serviceWorker</script>"""
    made = offline_page(page, "cnn/index.html", files, faults)
    assert faults == []
    for gone in (
        "preload",
        "downloads",
        'src="../assets/ledger.js',
        "manifest",
        "navigator",
        "PDF",
    ):
        assert gone not in made
    for link in (
        "../claims/index.html", "../index.html", "../examples/cnn/a/index.html#fact-1", "index.html", "#top",
        "../claims/index.html?verdict=wrong&amp;section=cnn#1.1", "https://arxiv.org/abs/1", "https://example.org/cnn/",
    ):  # fmt: skip
        assert f'href="{link}"' in made
    assert '<script src="../assets/iframe-worker/iframe-worker.js"></script></head>' in made
    assert '<script type="module">const close = "<\\/script>";</script>' in made
    offline_page('<a href="../gone/">Gone</a>', "cnn/index.html", files, faults)
    assert [(fault.path, fault.what) for fault in faults] == [
        ("site/cnn/index.html", "the link ../gone/ leads nowhere in the offline copy")
    ]


def test_modules_carry_what_they_import():
    files = {
        "js/main.js": b'import { core } from "./parts/core.js";\nimport "https://example.org/x.js";\ncore();',
        "js/parts/core.js": b'import {\n  two\n} from "../two.js"; export const core = () => two;',
        "js/two.js": b"export const two = 2;",
    }
    source = module_source("js/main.js", files)
    assert '"./parts/core.js"' not in source
    assert '"https://example.org/x.js"' in source
    assert source.startswith('import { core } from "data:text/javascript;base64,')


def test_a_dead_link_stops_the_archive(tmp_path, root):
    (tmp_path / "search").mkdir()
    (tmp_path / "search/search_index.json").write_text('{"docs": []}')
    (tmp_path / "index.html").write_text('<a href="gone/">Gone</a>')
    with pytest.raises(
        BadInput, match=r"site/index\.html: the link gone/ leads nowhere in the offline copy"
    ):
        offline_files(tmp_path, root / "docs")


@pytest.fixture(scope="module")
def folder(site, tmp_path_factory):
    """The archive, unpacked where a reader might: in a folder with a space and a # in its name."""
    target = tmp_path_factory.mktemp("My downloads #1")
    packed = site / "downloads/cv-cheatsheet-site.zip"
    assert packed.stat().st_size <= 8e6
    zipfile.ZipFile(packed).extractall(target)
    assert [path.name for path in target.iterdir()] == ["cv-cheatsheet"]
    return target / "cv-cheatsheet"


@pytest.fixture
def reader(browser):
    """A page whose console errors and whose requests beyond file:// are collected."""
    context = browser.new_context(color_scheme="light", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.errors, page.foreign = [], []
    page.on("console", lambda message: message.type == "error" and page.errors.append(message.text))
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    context.on(
        "request",
        lambda request: (
            request.url.startswith(("file:", "data:", "blob:")) or page.foreign.append(request.url)
        ),
    )
    yield page
    context.close()


def test_the_folder_holds_pages_and_no_offers(folder):
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert {f"{address}index.html" for address in ADDRESSES} <= names
    assert not [
        name
        for name in names
        if name.startswith(("downloads", "sitemap", "404", WORKER, "manifest"))
    ]
    for path in folder.rglob("*.html"):
        page = path.read_text("utf-8")
        for absent in (
            "site.zip",
            "serviceWorker",
            'rel="manifest"',
            'type="module" src',
        ):
            assert absent not in page, path


def test_pages_open_from_the_folder(folder, reader):
    for address in ADDRESSES:
        reader.goto((folder / address / "index.html").as_uri())
        assert reader.locator("h1").inner_text()
        fonts = "document.fonts.ready.then((fonts) => [...fonts].filter((font) => font.status === 'error').length)"
        assert reader.evaluate(fonts) == 0
    reader.goto((folder / "losses/index.html").as_uri())
    assert reader.locator(".katex-html").first.is_visible()
    assert reader.locator("figure.plot svg").first.is_visible()
    assert reader.errors == []
    assert reader.foreign == []


def test_navigation_search_theme_and_downloads_work_from_the_folder(folder, reader):
    reader.goto((folder / "index.html").as_uri())
    reader.locator("nav.md-nav--primary a", has_text="Convolutional").first.click()
    reader.wait_for_url("**/cnn/index.html")
    reader.locator("a.checked").first.click()
    reader.wait_for_url("**/examples/cnn/*/index.html#*")
    reader.locator(
        ".downloads a", has_text="Notebook"
    ).click()  # file:// has no downloads: it opens
    reader.wait_for_url("**/*.ipynb")
    assert json.loads(reader.locator("body").inner_text())["cells"]
    reader.go_back()
    search(reader, "focal").wait_for()
    reader.locator(".md-search-result__item a[href*='#']", has_text="Focal").first.click()
    reader.wait_for_url("**/losses/index.html?h=*#*")
    assert "focal" in reader.locator(":target").inner_text().lower()
    background = "getComputedStyle(document.body).backgroundColor"
    for _ in range(2):  # from the system's scheme to light, to dark
        reader.locator("form[data-md-component=palette] label:not([hidden])").click()
    assert reader.evaluate(background) == "rgb(21, 25, 31)"
    reader.goto((folder / "claims/index.html").as_uri())
    assert reader.evaluate(background) == "rgb(21, 25, 31)"
    reader.select_option("select[name=verdict]", "wrong")
    assert reader.locator("h3[data-verdict=wrong]:visible").count() > 0
    assert reader.locator("h3[data-verdict=correct]:visible").count() == 0
    assert reader.errors == []
    assert reader.foreign == []


# --- The copy that a phone keeps ------------------------------------------------------------------------------------


class Host:
    """A server of one folder below /repo/, as GitHub Pages has it. It can go away, and it notes what it is asked for."""

    def __init__(self, folder: Path):
        self.asked: list[str] = []
        self.broken: set[str] = set()  # addresses that answer with other bytes than they should
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
    """A small copy of the site that a test may change: one section's examples, no thumbnails."""

    def needless(folder: str, names: list[str]) -> set[str]:
        if Path(folder) == site / "examples":
            return {name for name in names if name not in ("cnn", "index.html")}
        return {"thumbnails", "downloads"}

    folder = Path(shutil.copytree(site, tmp_path / "published", ignore=needless))
    write_worker(folder)
    return folder


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


def visit(phone, url: str):
    page = phone.new_page()
    page.goto(url)
    return page


def wait_for(page, told: str) -> None:
    """Wait until an expression about `registration` is true."""
    asked = f"navigator.serviceWorker.getRegistration().then((registration) => Boolean({told}))"
    deadline = time.monotonic() + 60
    while not page.evaluate(asked):
        assert time.monotonic() < deadline, told
        page.wait_for_timeout(50)


def publish(published: Path, text: str) -> None:
    """Another version: every page and the search index say `text`."""
    for path in published.rglob("*.html"):
        page = path.read_text("utf-8")
        path.write_text(page.replace("</h1>", f" {text}</h1>", 1), "utf-8")
    index = published / "search/search_index.json"
    index.write_text(index.read_text("utf-8").replace("Focal", text), "utf-8")
    write_worker(published)


def test_after_one_visit_every_page_opens_without_a_network(site, phone):
    host = Host(site)
    page = visit(phone, host.url + "losses/")
    wait_for(page, "registration?.active")
    first = host.asked.index(f"/{WORKER}")
    assert {"/losses/", "/assets/stylesheets/site.css"} <= set(host.asked[:first])
    assert not [path for path in host.asked if path.startswith("/downloads")]
    page.close()
    host.stop()
    page = visit(phone, host.url)
    pages = [address for address in kept_files(site) if address.endswith("/")]
    assert len(pages) > 80
    status = "(url) => fetch(url).then((answer) => answer.status)"
    assert {page.evaluate(status, host.url + address) for address in pages} == {200}
    for address in ["", "cnn", "losses/index.html", *ADDRESSES, "examples/cnn/receptive_field/"]:
        assert page.goto(host.url + address).status == 200
        assert page.locator("h1").first.inner_text()
    page.goto(host.url + "cnn/?from=home#receptive-field")
    assert page.locator(":target").is_visible()
    search(page, "focal").click()
    page.wait_for_url("**/losses/**")
    assert page.evaluate("caches.keys()") == [
        name for name in page.evaluate("caches.keys()") if host.url in name
    ]


def test_an_update_replaces_the_old_version_wholly(host, phone, published):
    page = visit(phone, host.url)
    wait_for(page, "registration?.active")
    before = page.evaluate("caches.keys()")
    publish(published, "Renewed")
    host.asked.clear()
    page.goto(host.url + "cnn/")  # from what is kept, while the new version is fetched
    assert "Renewed" not in page.locator("h1").inner_text()
    wait_for(page, "registration?.waiting")
    assert not [path for path in host.asked if path.endswith((".css", ".woff2"))], (
        "what did not change is not fetched"
    )
    page.goto(host.url + "losses/#focal")
    page.locator("h1", has_text="Renewed").wait_for()
    assert page.locator(":target").is_visible()
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
    publish(published, "Renewed")
    host.broken = {"/search/search_index.json"}
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
    publish(published, "Renewed")
    first.goto(host.url + "cnn/")
    wait_for(first, "registration?.waiting")
    second = visit(phone, host.url + "losses/")
    second.locator("h1.md-error, h1").first.wait_for()
    second.goto(host.url + "cnn/")
    assert "Renewed" not in second.locator("h1").inner_text()
    first.close()
    second.goto(host.url + "losses/")
    second.locator("h1", has_text="Renewed").wait_for()


def test_serving_removes_what_an_earlier_visit_keeps(host, phone, published):
    page = visit(phone, host.url)
    wait_for(page, "registration?.active")
    publish(published, "Edited")
    retire_worker(published)
    page.goto(host.url + "cnn/")
    page.locator("h1", has_text="Edited").wait_for()
    assert page.evaluate("caches.keys()") == []


def test_the_worker_keeps_everything_but_downloads(site):
    files = kept_files(site)
    assert set(ADDRESSES) <= set(files)
    assert not [
        name for name in files if name.startswith(("downloads", "sitemap", "404")) or name == WORKER
    ]
    assert len(files) > 300


def test_the_manifest_names_icons_that_exist(site):
    manifest = json.loads((site / "manifest.webmanifest").read_text("utf-8"))
    from PIL import Image

    for icon in manifest["icons"]:
        width, height = Image.open(site / icon["src"]).size
        assert icon["sizes"] == f"{width}x{height}"
    assert manifest["start_url"] == manifest["scope"] == "./"
