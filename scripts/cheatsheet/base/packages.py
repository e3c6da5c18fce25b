"""What is installed, and the versions of all that a module runs of it: packages that it imports, and what these need."""

import functools
import sys
from collections.abc import Collection
from importlib.metadata import PackageNotFoundError, packages_distributions, requires, version
from pathlib import Path

from cheatsheet.base.memory import recall


def installed() -> list[str]:
    """Name and version of everything in the environment, from the names of the folders that say so."""
    folders = (Path(entry).glob("*.dist-info") for entry in sys.path if entry)
    return sorted({path.stem for found in folders for path in found})


def versions(names: Collection[str]) -> str:
    """Names and versions of the distributions that provide these modules (dotted names), and of all that they need."""
    tops = sorted({name.partition(".")[0] for name in names})
    return "\n".join(f"{name}: {_versions_of(name)}" for name in tops)


@functools.cache
def _versions_of(name: str) -> str:
    # Looking through all that is installed takes long, and its names say whether it is still the same.
    text = f"{name}\n{_surroundings(*sys.path)}"
    return ", ".join(recall("versions", text, lambda: _find_versions(name)))


@functools.cache
def _surroundings(*path: str) -> str:
    return "\n".join([*path, *installed()])


def _find_versions(name: str) -> list[str]:
    """`NAME VERSION` of what provides a module and of what that needs, itself or through others; none for no package."""
    # Few builds need it.
    from packaging.utils import canonicalize_name

    found: dict[str, str] = {}
    waiting = [name] if _version(name) else list(_distributions().get(name, ()))
    while waiting:
        distribution = canonicalize_name(waiting.pop())
        if distribution not in found:
            # What is needed may be missing: the locks leave out what nobody imports.
            found[distribution] = _version(distribution) or "absent"
            waiting += _needs(distribution)
    return [f"{distribution} {found[distribution]}" for distribution in sorted(found)]


def _version(distribution: str) -> str | None:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return None


def _needs(distribution: str) -> list[str]:
    """What a distribution requires here, without its extras."""
    # Few builds need it.
    from packaging.requirements import Requirement

    try:
        needed = map(Requirement, requires(distribution) or ())
    except PackageNotFoundError:
        return []
    return [each.name for each in needed if not each.marker or each.marker.evaluate({"extra": ""})]


@functools.cache
def _distributions() -> dict[str, list[str]]:
    return {name: list(found) for name, found in packages_distributions().items()}
