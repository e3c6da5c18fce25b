"""The versions of all that a module runs of what is installed: what provides it, and what that requires in turn."""

import sys
from importlib import metadata

import pytest

from cheatsheet.base import packages
from cheatsheet.base.packages import installed, versions
from installed import install


@pytest.fixture
def put(tmp_path, monkeypatch):
    """`put(NAME, VERSION, *REQUIREMENTS)` installs a package of a module NAME; `put.versions()` are those of `alpha`."""
    # Without what is installed, which takes long to list.
    monkeypatch.setattr(sys, "path", [path for path in sys.path if "site-packages" not in path])

    def put(name: str, version: str, *requires: str) -> None:
        folder = tmp_path / f"{name}-{version}"
        install(monkeypatch, folder, version, name.title(), name.replace("-", "_"), requires)

    def forget() -> None:
        packages._versions_of.cache_clear()
        packages._distributions.cache_clear()

    def found() -> str:
        forget()
        return versions({"alpha.part"})

    put.versions = found
    yield put
    forget()


def test_what_a_package_requires_counts_itself_and_through_others(put):
    put("alpha", "1.0", "beta>=0.5")
    put("beta", "2.0", "Gamma_Ray")
    put("gamma-ray", "3.0")
    assert put.versions() == "alpha: alpha 1.0, beta 2.0, gamma-ray 3.0"
    put("gamma-ray", "3.1")
    assert put.versions() == "alpha: alpha 1.0, beta 2.0, gamma-ray 3.1"


def test_a_module_that_is_called_otherwise_than_its_package_has_the_same_versions_twice(
    monkeypatch, tmp_path, put
):
    put("beta", "2.0")
    install(monkeypatch, tmp_path / "tools", "1.0", "Alpha-Tools", "alpha", ["beta"])
    assert put.versions() == "alpha: alpha-tools 1.0, beta 2.0"
    packages._versions_of.cache_clear()
    assert versions({"alpha"}) == "alpha: alpha-tools 1.0, beta 2.0"


def test_packages_may_require_each_other(put):
    put("alpha", "1.0", "beta")
    put("beta", "2.0", "alpha", "beta")
    assert put.versions() == "alpha: alpha 1.0, beta 2.0"


def test_requirements_of_extras_and_of_other_machines_are_left_out(put):
    put(
        "alpha",
        "1.0",
        "beta; extra == 'fast'",
        "gamma; sys_platform == 'none'",
        "delta[fast]>=1 ; python_version > '3'",
    )
    for name in ("beta", "gamma", "delta"):
        put(name, "2.0")
    assert put.versions() == "alpha: alpha 1.0, delta 2.0"


def test_what_is_required_and_missing_is_said_and_found_once_it_is_there(put):
    put("alpha", "1.0", "beta")
    assert put.versions() == "alpha: alpha 1.0, beta absent"
    put("beta", "2.0")
    assert put.versions() == "alpha: alpha 1.0, beta 2.0"


def test_a_module_that_nothing_provides_has_no_versions(put):
    assert put.versions() == "alpha: "


def test_scipy_counts_where_sklearn_is_imported():
    assert f"scipy {metadata.version('scipy')}" in versions({"sklearn.datasets"}).split(", ")


def test_everything_installed_is_listed_with_its_version(monkeypatch, tmp_path):
    install(monkeypatch, tmp_path / "packages", "2.5")
    assert "Alpha_Tools-2.5" in installed()
    assert f"pytest-{metadata.version('pytest')}" in installed()
