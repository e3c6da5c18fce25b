"""Which browser versions first knew what: renew `tests/first_versions.tsv` from MDN's compatibility data.

    npm install --prefix .cache/mdn @mdn/browser-compat-data
    .venv/bin/python -m bench.first_versions .cache/mdn/node_modules/@mdn/browser-compat-data/data.json

Kept are names that stand in style sheets, scripts and pages, and that at least one browser learnt after SINCE.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

TABLE = Path(__file__).parents[1] / "tests/first_versions.tsv"
BROWSERS = ("chrome", "firefox", "safari")
SINCE = (95.0, 95.0, 15.0)
KEYWORD = re.compile(r"[a-z][a-z0-9-]*")
# Whose members scripts of pages use. All others would fill the table with words that scripts use for their own things.
INTERFACES = [
    "AbortSignal",
    "Blob",
    "Cache",
    "CacheStorage",
    "Client",
    "Clients",
    "Clipboard",
    "CSS",
    "DOMParser",
    "Document",
    "Element",
    "Event",
    "EventTarget",
    "File",
    "Headers",
    "History",
    "HTMLDetailsElement",
    "HTMLDialogElement",
    "HTMLElement",
    "HTMLInputElement",
    "Location",
    "Navigator",
    "Node",
    "Performance",
    "Range",
    "Request",
    "Response",
    "Selection",
    "ServiceWorkerContainer",
    "ServiceWorkerGlobalScope",
    "ServiceWorkerRegistration",
    "Storage",
    "URL",
    "URLSearchParams",
    "Window",
]
Versions = tuple[float | None, ...]


def first_versions(data: dict) -> dict[tuple[str, str], Versions]:
    """Kind and name of everything: the first version of each browser, None where there is none."""
    found: dict[tuple[str, str], Versions] = {}
    for kind, name, entry in _named(data):
        if "__compat" not in entry or name.startswith("-"):
            continue
        support = entry["__compat"]["support"]
        versions = tuple(_version(support.get(browser)) for browser in BROWSERS)
        # One word may have several meanings: a page that uses it may mean the oldest.
        old = found.get((kind, name), versions)
        found[kind, name] = tuple(
            min((one for one in pair if one is not None), default=None)
            for pair in zip(old, versions, strict=True)
        )
    return found


def _named(data: dict) -> Iterator[tuple[str, str, dict]]:
    css = data["css"]
    for name, entry in css["properties"].items():
        yield "property", name, entry
        for value, inner in entry.items():
            if KEYWORD.fullmatch(value):
                yield "value", f"{name}: {value}", inner
    for kind, group in (
        ("selector", css["selectors"]),
        ("at-rule", css["at-rules"]),
        ("media", css["at-rules"]["media"]),
        ("global", data["javascript"]["builtins"]),
        # What nobody can make is reached through a member of something else.
        ("global", {name: entry for name, entry in data["api"].items() if name in entry}),
        ("attribute", data["html"]["global_attributes"]),
    ):
        for name, entry in group.items():
            if name != "__compat":
                yield kind, name, entry
    yield from (("function", name, entry) for name, entry in _inside(css["types"]))
    for owners in (
        data["javascript"]["builtins"],
        {name: data["api"][name] for name in INTERFACES},
    ):
        for owner in owners.values():
            yield from (("member", name, entry) for name, entry in owner.items() if "_" not in name)
    for name, entry in data["html"]["elements"].items():
        yield "element", name, entry
        for attribute, inner in entry.items():
            if KEYWORD.fullmatch(attribute):
                yield "attribute", attribute, inner


def _inside(entry: dict) -> Iterator[tuple[str, dict]]:
    for name, inner in entry.items():
        if isinstance(inner, dict) and name != "__compat":
            if KEYWORD.fullmatch(name):
                yield name, inner
            yield from _inside(inner)


def _version(support: dict | list | None) -> float | None:
    """The version that first had it whole, under its name, without a switch."""
    whole = [
        one
        for one in (support if isinstance(support, list) else [support or {}])
        if not one.keys()
        & {"flags", "prefix", "alternative_name", "partial_implementation", "version_removed"}
    ]
    added = str(whole[0].get("version_added") if whole else None).lstrip("≤")
    return float(added) if re.fullmatch(r"\d+(\.\d+)?", added) else None


def is_newer(versions: Versions, than: tuple[float, ...]) -> bool:
    """Whether one of the browsers got it later, or has it not at all."""
    return any(one is None or one > limit for one, limit in zip(versions, than, strict=True))


def main(data_file: Path) -> None:
    """Write the table."""
    data = json.loads(data_file.read_text("utf-8"))
    found = first_versions(data)
    lines = [
        f"# MDN browser-compat-data {data['__meta']['version']}: {' '.join(BROWSERS)}; - has it not. See bench/first_versions.py."
    ]
    for (kind, name), versions in sorted(found.items()):
        by_property = kind == "value" and is_newer(
            found.get(("property", name.split(":")[0]), SINCE), SINCE
        )
        if is_newer(versions, SINCE) and any(versions) and not by_property:
            lines.append("\t".join([kind, name, *(f"{one:g}" if one else "-" for one in versions)]))
    TABLE.write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{len(lines) - 1} names in {TABLE.name}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
