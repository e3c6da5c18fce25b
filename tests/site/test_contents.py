"""Files that are made when somebody asks for them."""

import pytest

from cheatsheet.site.contents import Contents


def test_a_file_is_made_when_it_is_asked_for():
    made = []
    files = Contents({"a.txt": b"a"})
    files.later("b.txt", "key", lambda: made.append(1) or b"b")
    assert list(files) == ["a.txt", "b.txt"]
    assert not made
    assert files["b.txt"] == b"b"
    assert dict(files) == {"a.txt": b"a", "b.txt": b"b"}


def test_only_what_is_made_later_has_a_key():
    files = Contents({"a.txt": b"a"})
    files.later("b.txt", "key", bytes)
    files.later("c.txt", None, bytes)
    assert [files.key(name) for name in files] == [None, "key", None]
    files["b.txt"] = b"put"
    assert files.key("b.txt") is None
    del files["b.txt"]
    with pytest.raises(KeyError):
        files["b.txt"]
