"""All examples as one archive: scripts and executed notebooks by section, with what they need to run."""

import re
from collections.abc import Iterable
from importlib.metadata import packages_distributions, version
from pathlib import PurePosixPath

from cheatsheet.base.cache import imported
from cheatsheet.base.project import Project
from cheatsheet.base.titles import split_subtitle
from cheatsheet.editions.archive import archive
from cheatsheet.editions.imprint import read_imprint
from cheatsheet.material.layout import HOME
from cheatsheet.pages.example_files import SAVE_BESIDE
from cheatsheet.site.model import Site
from cheatsheet.site.offered_editions import EXAMPLES

FOLDER = PurePosixPath(EXAMPLES).stem
# The first cell of a script: its title, and the question behind it.
OPENING = re.compile(r"# %% \[markdown\]\n# # (.+)\n((?:# .+\n)*)")
# Here everything lies beside what imports it.
HINT = re.compile(rf"{SAVE_BESIDE}[\w., ]+".encode())
README = """# {name}: all examples

{count} scripts by section, each with a notebook of the run that the site shows.

    python -m venv .venv
    source .venv/bin/activate        (on Windows: .venv\\Scripts\\activate)
    pip install -r requirements.txt
    python {first}

A script takes below ten seconds. It checks itself, prints its numbers and shows its figures; where no window can be
opened it saves them as PNG in the current folder. Modules whose names begin with `_` are shared by scripts of their
folder. `requirements.txt` names the versions with which this was run. {imprint}

{examples}"""


def examples_archive(project: Project, site: Site, epoch: int) -> bytes:
    """The archive of what the pages of the `site` offer one by one; `epoch` (seconds) becomes the time of its files."""
    files = example_files(site)
    scripts = {name: data.decode() for name, data in files.items() if name.endswith(".py")}
    files["README.md"] = _readme(site, scripts).encode()
    files["requirements.txt"] = requirements(scripts.values()).encode()
    licence = project.root / "LICENSE"
    if licence.exists():
        files[licence.name] = licence.read_bytes()
    return archive({f"{FOLDER}/{name}": data for name, data in files.items()}, epoch)


def example_files(site: Site) -> dict[str, bytes]:
    """Scripts, notebooks and shared modules by their path in the archive, e.g. `cnn/pooling.py`."""
    files = {}
    for path in sorted(
        [*site.matching("examples/*/*/*.py"), *site.matching("examples/*/*/*.ipynb")]
    ):
        _, folder, _, name = path.split("/")
        files[f"{folder}/{name}"] = HINT.sub(b"", site.files[path])
    return files


def requirements(sources: Iterable[str]) -> str:
    """What the scripts import, with the versions that ran them; without the build that one of them may name."""
    modules = {name.partition(".")[0] for source in sources for name in imported(source)}
    homes = packages_distributions()
    packages = {homes[module][0] for module in modules if module in homes}
    return "".join(f"{name}=={version(name).partition('+')[0]}\n" for name in sorted(packages))


def _readme(site: Site, scripts: dict[str, str]) -> str:
    imprint = read_imprint(site.pages[HOME])
    listed = {name: found for name, source in scripts.items() if (found := OPENING.match(source))}
    lines = []
    for name, found in listed.items():
        question = " ".join(found[2].replace("# ", "").split())
        lines.append(f"- `{name}`: {found[1]}. {question}\n")
    notes = [imprint.licence, imprint.address]
    return README.format(
        name=split_subtitle(imprint.title)[0],
        count=len(listed),
        first=next(iter(listed), ""),
        imprint=" ".join(filter(None, notes)),
        examples="".join(lines),
    )
