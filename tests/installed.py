"""Packages as an installer leaves them, for tests."""

import sys


def install(monkeypatch, folder, version, name="Alpha-Tools", module="alpha", requires=()):
    """Put a package first on the path, with what it requires; its module is not called as it is."""
    info = folder / f"{name.replace('-', '_')}-{version}.dist-info"
    info.mkdir(parents=True)
    lines = [
        f"Name: {name}",
        f"Version: {version}",
        *(f"Requires-Dist: {each}" for each in requires),
    ]
    (info / "METADATA").write_text("\n".join(lines) + "\n", "utf-8")
    (info / "top_level.txt").write_text(f"{module}\n", "utf-8")
    monkeypatch.setattr(sys, "path", [str(folder), *sys.path])
