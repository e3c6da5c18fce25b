"""Build the site: everything is made aside, checked, and only then put in place of what was there."""

import hashlib
import logging
import os
import shutil
import subprocess
import time
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config

from cheatsheet.addresses import LIST, unaddressed, unpublished
from cheatsheet.check_site import check_site
from cheatsheet.faults import BadInput, Fault
from cheatsheet.installable import make_installable
from cheatsheet.offers import offer
from cheatsheet.pages import Build, day
from cheatsheet.project import Project, only_one, write_whole
from cheatsheet.redirects import keep_addresses
from cheatsheet.run import warm_up

INPUTS = (
    *("docs", "examples", "overrides", "scripts/cheatsheet"),
    *("mkdocs.yml", "requirements.txt", "requirements-pdf.txt"),
)
SETTINGS = ("SITE_URL", "REPO_URL", "SOURCE_DATE_EPOCH")
# Each module's make(project, site, built) writes its files below site/downloads/; `built` is the provenance.
MAKERS = {"pdf": "cheatsheet.print_site", "zip": "cheatsheet.offline"}

current: Build | None = None  # the build that MkDocs' events belong to


def begin(root: Path) -> Build:
    """Start a build of the checkout at `root`: examples are run, ledger and references read."""
    global current
    current = Build(Project(root.resolve()))
    current.prepare()
    return current


def check(state: Build, site: Path) -> list[Fault]:
    """What is wrong with the finished pages."""
    project, places = state.project, {claim.id: claim.at for claim in state.claims}
    faults = [*unaddressed(site, project, state.markdown), *keep_addresses(site, project)]
    return [*faults, *check_site(site, project, places)]


def provenance(project: Project) -> dict[str, str]:
    """Version, date and epoch (in seconds) of the inputs: the commit's, or SOURCE_DATE_EPOCH."""
    told = subprocess.run(
        ["git", "log", "-1", "--format=%h %ct"],
        cwd=project.root,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.split()
    version, stamp = told if len(told) == 2 else ("unversioned", str(time.time()))
    stamp = os.environ.get("SOURCE_DATE_EPOCH", stamp)
    return {"version": version, "date": day(float(stamp)), "epoch": str(int(float(stamp)))}


def render(project: Project, out: Path, site_url: str | None = None) -> Build:
    """Render the whole site into the empty folder `out`. Raises BadInput with all faults."""
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    logging.getLogger("mkdocs").setLevel(logging.WARNING)
    shutil.rmtree(out, ignore_errors=True)
    settings = {} if site_url is None else {"site_url": site_url}
    config = load_config(str(project.root / "mkdocs.yml"), site_dir=str(out), **settings)
    mkdocs_build(config)
    if current.faults:
        raise BadInput(current.faults)
    return current


def put_in_place(new: Path, site: Path) -> None:
    """Replace the folder `site` by `new` in two renames."""
    aside = new.with_name("site-before")
    shutil.rmtree(aside, ignore_errors=True)
    if site.exists():
        site.rename(aside)
    new.rename(site)
    shutil.rmtree(aside, ignore_errors=True)


def build(project: Project, wanted: frozenset[str] = frozenset()) -> str:
    """Bring `site/` up to date with the `wanted` downloads (names in MAKERS); say in one line what was done."""
    start = time.perf_counter()
    with only_one(project, "scripts/build"):
        stamp, inputs = project.cache / "site.stamp", _digest_inputs(project)
        made = _made(project, stamp, inputs)
        if made is not None and wanted <= made:
            return f"Nothing has changed: {project.site} is up to date."
        warm_up(project)
        new = project.cache / "site-new"
        state, built = render(project, new), provenance(project)
        if made:
            shutil.copytree(project.site / "downloads", new / "downloads")
        for name in sorted(wanted - (made or set())):
            import_module(MAKERS[name]).make(project, new, built)
        offer(new, built["date"])
        make_installable(new)
        stamp.unlink(missing_ok=True)
        put_in_place(new, project.site)
        write_whole(
            stamp, " ".join([inputs, _digest_site(project.site), *sorted(wanted | (made or set()))])
        )
    new = len(unpublished(project))
    hint = f"\n{new} addresses are new: scripts/build --publish adds them to {LIST}." if new else ""
    return (
        f"Built {project.site}: {len(state.sections) - 1} sections, {len(state.results)} examples "
        f"({len(state.seconds)} run), {len(state.claims)} claims, in {time.perf_counter() - start:.1f} s.{hint}"
    )


def _made(project: Project, stamp: Path, inputs: str) -> set[str] | None:
    """The downloads that the site holds; None where it does not fit the inputs or somebody touched it."""
    told = stamp.read_text().split() if stamp.exists() else []
    return set(told[2:]) if told[:2] == [inputs, _digest_site(project.site)] else None


def _files(paths: Iterable[Path]) -> list[Path]:
    every = [path for root in paths for path in ([root] if root.is_file() else root.rglob("*"))]
    return sorted(path for path in every if path.is_file() and "__pycache__" not in path.parts)


def _digest_inputs(project: Project) -> str:
    digest = hashlib.sha256()
    for name in SETTINGS:
        digest.update(f"{name}={os.environ.get(name, '')}\0".encode())
    digest.update(str(provenance(project)["version"]).encode())
    for path in _files(project.root / name for name in INPUTS):
        digest.update(str(path.relative_to(project.root)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _digest_site(site: Path) -> str:
    """Names, sizes and times of the files: enough to see that somebody touched them."""
    digest = hashlib.sha256()
    for path in _files([site]):
        stat = path.stat()
        digest.update(f"{path.relative_to(site)} {stat.st_size} {stat.st_mtime_ns}\0".encode())
    return digest.hexdigest()
