"""Rendered notebooks are kept from builds that finished, and from no others."""

from cheatsheet.material.build import build_site
from cheatsheet.material.jupyter_cache import JupyterCache
from miniature import write


def test_what_a_build_leaves_that_was_cut_off_is_not_taken(tmp_path):
    cache = JupyterCache(tmp_path / "kept")
    cache.begin()
    write(tmp_path, "kept/a.html", "whole")
    cache.finish()
    cache.begin()
    assert (tmp_path / "kept/a.html").read_text() == "whole"
    # Cut off here: a.html may be half written.
    cache.begin()
    assert not cache.folder.exists()


def test_a_build_begins_and_finishes(ran, monkeypatch):
    calls = []
    monkeypatch.setattr(JupyterCache, "begin", lambda self: calls.append(("begin", self.folder)))
    monkeypatch.setattr(JupyterCache, "finish", lambda self: calls.append(("finish", self.folder)))
    from cheatsheet.base.problems import Problems
    from cheatsheet.content.read import read_content

    problems = Problems()
    build_site(read_content(ran, problems), problems, ran.cache / "mkdocs")
    folder = ran.cache / "mkdocs-jupyter"
    assert calls == [("begin", folder), ("finish", folder)]
