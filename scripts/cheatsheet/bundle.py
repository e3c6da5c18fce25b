"""One request a script: what the modules of docs/assets/javascripts/ import is put into those that pages load."""

import re
from pathlib import Path

from cheatsheet.faults import Fault

IMPORT = re.compile(r'^import \{[^}]*\} from "\./([\w-]+\.js)";\n', re.M)
EXPORT = re.compile(r"^export (?=(?:async )?function|const|let)", re.M)
COMMENT = re.compile(r"^ *(?://.*|/\*\*.*\*/)\n", re.M)
NAMES = re.compile(r"^(?:async )?(?:function|const|let) (\w+)", re.M)


def bundle(folder: Path) -> list[Fault]:
    """Flatten the modules in `folder` in place; those that only others import are deleted."""
    sources = {path.name: path.read_text("utf-8") for path in sorted(folder.glob("*.js"))}
    sources = {name: text for name, text in sources.items() if not name.startswith("bundle.")}
    imported = {part for text in sources.values() for part in IMPORT.findall(text)}
    faults = []
    for name in sources:
        if name in imported:
            (folder / name).unlink()
            continue
        parts = ordered(name, sources)
        names = [found for part in parts for found in NAMES.findall(EXPORT.sub("", sources[part]))]
        faults += [
            Fault(f"docs/assets/javascripts/{name}", None, f"two of its modules define {twice}", "rename one")
            for twice in sorted({found for found in names if names.count(found) > 1})
        ]  # fmt: skip
        (folder / name).write_text(flatten([sources[part] for part in parts]), "utf-8")
    return faults


def ordered(name: str, sources: dict[str, str]) -> list[str]:
    """The module and all that it imports, each behind what it needs."""
    found: list[str] = []

    def visit(part: str) -> None:
        for needed in IMPORT.findall(sources[part]):
            if needed not in found:
                visit(needed)
        found.append(part)

    visit(name)
    return list(dict.fromkeys(found))


def flatten(modules: list[str]) -> str:
    """One module from several in order, without whole-line comments and indentation."""
    code = "".join(COMMENT.sub("", EXPORT.sub("", IMPORT.sub("", text))) for text in modules)
    return re.sub(r"\n\s*", "\n", code).lstrip()
