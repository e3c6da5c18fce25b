"""Results that are kept between builds: under a key of all that they depend on, and never a damaged one."""

import shutil
import sys

import pytest

from cheatsheet.base import cache, packages
from cheatsheet.base.cache import Cache, imported, key_of, sources_of
from installed import install


@pytest.fixture
def ask(tmp_path):
    """`ask(key)` returns the result and how often one was made so far."""
    made = []

    def ask(key: str) -> tuple[bytes, int]:
        def make() -> bytes:
            made.append(key)
            return b"of " + key.encode()

        return Cache(tmp_path).keep("fonts/a.woff2", key, make), len(made)

    return ask


def test_the_same_key_is_worked_on_once(ask):
    assert ask("a") == (b"of a", 1)
    assert ask("a") == (b"of a", 1)


def test_another_key_replaces_what_was_kept(ask, tmp_path):
    ask("a")
    assert ask("b") == (b"of b", 2)
    assert {path.name for path in (tmp_path / "fonts").iterdir()} == {"a.woff2", "a.woff2.key"}
    assert ask("a") == (b"of a", 3)


@pytest.mark.parametrize("end", ["", ".key"])
@pytest.mark.parametrize("length", [0, 1, 3])
def test_a_truncated_file_is_made_anew(ask, tmp_path, end, length):
    ask("a")
    file = tmp_path / f"fonts/a.woff2{end}"
    assert file.stat().st_size > length
    file.write_bytes(file.read_bytes()[:length])
    assert ask("a") == (b"of a", 2)
    assert ask("a") == (b"of a", 2)


@pytest.mark.parametrize("end", ["", ".key"])
def test_a_damaged_or_missing_file_is_made_anew(ask, tmp_path, end):
    ask("a")
    file = tmp_path / f"fonts/a.woff2{end}"
    data = bytearray(file.read_bytes())
    data[-2] ^= 0x80
    file.write_bytes(data)
    assert ask("a") == (b"of a", 2)
    file.unlink()
    assert ask("a") == (b"of a", 3)


@pytest.mark.parametrize("place", ["", "fonts", "fonts/a.woff2", "fonts/a.woff2.key"])
def test_what_lies_in_the_way_is_replaced(ask, tmp_path, place):
    """A file in the place of a folder, and a folder in the place of a file."""
    ask("a")
    path = tmp_path / place
    if path.is_dir():
        shutil.rmtree(path)
        path.write_bytes(b"\xff\0")
    else:
        path.unlink()
        (path / "inside").mkdir(parents=True)
    assert ask("a") == (b"of a", 2)
    assert ask("a") == (b"of a", 2)


def test_a_failure_is_never_kept(tmp_path):
    store = Cache(tmp_path)

    def fail():
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        store.keep("a", "key", fail)
    assert list(tmp_path.iterdir()) == []
    assert store.keep("a", "key", lambda: b"mended") == b"mended"


def test_an_interruption_between_the_two_files_leaves_nothing_to_believe(tmp_path, monkeypatch):
    store, write = Cache(tmp_path), cache.write_whole
    store.write("a", "old", b"old")

    def interrupted(path, data):
        if path.suffix == ".key":
            raise KeyboardInterrupt
        write(path, data)

    monkeypatch.setattr(cache, "write_whole", interrupted)
    with pytest.raises(KeyboardInterrupt):
        store.write("a", "new", b"new")
    assert store.read("a", "new") is None
    assert store.read("a", "old") is None


def test_only_the_names_that_are_known_stay(tmp_path):
    store = Cache(tmp_path)
    for name in ("cnn/a.json", "cnn/b.json", "gone/a.json"):
        store.write(name, "key", b"data")
    (tmp_path / "cnn/.a.json.half").write_bytes(b"left by an interruption")
    store.forget_others(["cnn/a.json"])
    files = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert files == {"cnn/a.json", "cnn/a.json.key"}


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A package `house` whose maker imports a helper, which imports a tool and the foreign `alpha`; `house()` is a key."""
    folder = tmp_path / "house"
    (folder / "room").mkdir(parents=True)
    sources = {
        "maker": "from house.room import helper\nfrom house.room.helper import work\n",
        "room/helper": "import json\ndef work():\n    from house import tool\n    import alpha.part\n",
        "tool": "import house.maker\n",
        "bystander": "import house.maker\n",
    }
    for name, source in sources.items():
        (folder / f"{name}.py").write_text(source, "utf-8")
    monkeypatch.setattr(cache, "PACKAGE", folder)
    # Without what is installed, which takes long to list.
    monkeypatch.setattr(sys, "path", [path for path in sys.path if "site-packages" not in path])

    def forget():
        for function in (cache._code, packages._versions_of, packages._distributions):
            function.cache_clear()

    def house(*inputs, **options):
        forget()
        return key_of("house.maker", *inputs, **options)

    house.folder = folder
    yield house
    forget()


def test_a_key_stays_while_nothing_changes(house):
    assert house("a", b"b") == house("a", b"b")


def test_what_a_maker_runs_is_found_through_its_imports(house):
    assert [str(path.relative_to(house.folder)) for path in sources_of("house.maker")] == [
        "maker.py",
        "room/helper.py",
        "tool.py",
    ]


@pytest.mark.parametrize("module", ["house.makers", "house.room", "maker", "shed.maker", ""])
def test_a_key_of_no_module_is_refused(house, module):
    """It would hold no code, and what is kept would outlive each change."""
    with pytest.raises(LookupError, match=f"^house has no module '{module}'$"):
        key_of(module)


@pytest.mark.parametrize("module", ["maker", "room/helper", "tool"])
def test_a_changed_module_that_the_maker_imports_changes_the_key(house, module):
    before = house()
    path = house.folder / f"{module}.py"
    path.write_text(path.read_text("utf-8") + "# changed\n", "utf-8")
    assert house() != before


def test_a_module_that_the_maker_does_not_import_leaves_the_key(house):
    before = house()
    (house.folder / "bystander.py").write_text("changed = 1\n", "utf-8")
    assert house() == before


def test_the_version_of_an_imported_package_changes_the_key(house, monkeypatch, tmp_path):
    keys = [house()]
    for version in ("1.0", "1.1"):
        install(monkeypatch, tmp_path / version, version)
        keys.append(house())
    assert len(set(keys)) == 3


def test_the_version_of_a_package_that_the_input_uses_changes_the_key(house, monkeypatch, tmp_path):
    keys = [house(), house(packages={"beta.part"})]
    for version in ("1.0", "1.1"):
        install(monkeypatch, tmp_path / version, version, "Beta", "beta")
        keys.append(house(packages={"beta.part"}))
    assert len(set(keys)) == 4
    assert house() == keys[0]


def test_the_version_of_python_changes_the_key(house, monkeypatch):
    before = house()
    monkeypatch.setattr(sys, "version", "3.99.0")
    assert house() != before


def test_inputs_are_told_apart_by_content_order_and_border(house):
    lists = [(), ("",), ("ab",), ("a", "b"), ("b", "a"), ("", "ab"), ("ab", "")]
    assert len({house(*inputs) for inputs in lists}) == len(lists)
    assert house("é") == house("é".encode())


def test_imports_are_read_wherever_they_stand():
    source = "import os, torch.nn as nn\ndef f():\n    from PIL import Image\nfrom . import near\n"
    assert imported(source) == {"torch.nn", "PIL"}
    assert imported("import (") == set()


def test_names_that_are_imported_from_this_package_may_be_modules():
    source = "from cheatsheet.look import svg\n"
    assert imported(source) == {"cheatsheet.look", "cheatsheet.look.svg"}
