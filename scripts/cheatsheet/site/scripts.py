"""One request a script: what the modules of docs/assets/javascripts/ import is put into those that pages load."""

import json
import re

from cheatsheet.base.problems import Problems
from cheatsheet.base.vocabulary import GENERIC, NAME, VERDICTS
from cheatsheet.site.model import Site

FOLDER = "assets/javascripts/"
# Made here: words that Python and JavaScript share.
VOCABULARY = "vocabulary.js"
IMPORT = re.compile(r'^import \{[^}]*\} from "\./([\w-]+\.js)";\n', re.M)
EXPORT = re.compile(r"^export (?=(?:async )?function|class|const|let)", re.M)
COMMENT = re.compile(r"^ *(?://.*|/\*\*(?:[^*]|\*(?!/))*\*/)\n", re.M)
NAMES = re.compile(r"^(?:async )?(?:function|class|const|let) (\w+)", re.M)


def vocabulary() -> str:
    """The words that both languages use, as a module; the worst verdict comes first."""
    words = {
        "NAME": NAME,
        "VERDICTS": dict(reversed(VERDICTS.items())),
        "GENERIC": GENERIC,
    }
    return "".join(f"export const {name} = {json.dumps(word)};\n" for name, word in words.items())


def join_scripts(site: Site, problems: Problems) -> None:
    """Flatten our modules; those that only others import go away."""
    paths = site.matching(f"{FOLDER}*.js")
    sources = {path.removeprefix(FOLDER): site.files.pop(path).decode() for path in paths}
    sources[VOCABULARY] = vocabulary()
    imported = {part for text in sources.values() for part in IMPORT.findall(text)} | {VOCABULARY}
    for name in sorted(sources.keys() - imported):
        parts = ordered(name, sources)
        names = [found for part in parts for found in NAMES.findall(EXPORT.sub("", sources[part]))]
        for twice in sorted({found for found in names if names.count(found) > 1}):
            what = f"two of its modules define {twice}"
            problems.add(f"docs/{FOLDER}{name}", None, what, "rename one")
        code = flatten([sources[part] for part in parts])
        site.files[FOLDER + name] = (block(code) if len(parts) > 1 else code).encode()


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


def block(code: str) -> str:
    """Names of its own, also where it is loaded late as a classic script: a page in a folder has no modules to load."""
    return f'"use strict";\n{{\n{code}}}\n'


def flatten(modules: list[str]) -> str:
    """One module from several in order, without whole-line comments and indentation."""
    code = "".join(COMMENT.sub("", EXPORT.sub("", IMPORT.sub("", text))) for text in modules)
    return re.sub(r"\n\s*", "\n", code).lstrip()
