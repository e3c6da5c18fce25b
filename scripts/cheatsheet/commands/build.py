"""Build the site: everything is made aside, checked, and only then put in place of what was there."""

import hashlib
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from cheatsheet.base.cache import PACKAGE, Cache
from cheatsheet.base.memory import remembered
from cheatsheet.base.named import has_hooks, variables_of
from cheatsheet.base.packages import installed
from cheatsheet.base.placing import put_in_place, recover
from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project, all_files, only_one, write_whole
from cheatsheet.base.provenance import Provenance, provenance
from cheatsheet.content import addresses as published_list
from cheatsheet.content.addresses import append_addresses, read_addresses
from cheatsheet.content.read import read_content
from cheatsheet.content.sections import read_sections
from cheatsheet.editions.examples_archive import examples_archive
from cheatsheet.editions.folder import folder_copy
from cheatsheet.examples.renew import start_examples
from cheatsheet.site.addresses import offered
from cheatsheet.site.downloads import offer_downloads
from cheatsheet.site.installable import make_installable
from cheatsheet.site.model import Site
from cheatsheet.site.offered_editions import EXAMPLES, FOLDER, FOLDER_COPY
from cheatsheet.site.output import Output, state_of

VARIABLES = ("SITE_URL", "REPO_URL", "SOURCE_DATE_EPOCH")
Edition = Callable[[Project, Site, Provenance, Problems], Mapping[str, bytes]]


def _pdf(
    project: Project, site: Site, built: Provenance, problems: Problems
) -> Mapping[str, bytes]:
    # What it imports is installed only where PDFs are wanted.
    from cheatsheet.editions.pdf.make import make

    return make(site, built, problems)


def _epub(
    project: Project, site: Site, built: Provenance, problems: Problems
) -> Mapping[str, bytes]:
    # Few builds need it.
    from cheatsheet.editions.epub.make import make

    return make(site, built, Cache(project.cache / "epub"), problems)


def _zip(
    project: Project, site: Site, built: Provenance, problems: Problems
) -> Mapping[str, bytes]:
    return {
        FOLDER_COPY: folder_copy(site, built.epoch, problems),
        EXAMPLES: examples_archive(project, site, built.epoch),
    }


# What `--pdf`, `--epub` and `--zip` add: each makes downloads of the finished site, by name.
EDITIONS: dict[str, Edition] = {"pdf": _pdf, "epub": _epub, "zip": _zip}


def build(project: Project, wanted: frozenset[str] = frozenset()) -> str:
    """Bring `site/` up to date with the `wanted` editions; say in one line what was done. Raises BadInput."""
    start = time.perf_counter()
    with only_one(project, "scripts/build"), remembered(project.cache):
        aside, made_here = project.cache / "site-new", project.cache / "mkdocs"
        recover(project.site, aside, made_here)
        stamp, inputs = project.cache / "site.stamp", _digest_inputs(project)
        made = None if has_hooks(project.root) else _made(project, stamp, inputs)
        if made is not None and wanted <= made:
            return f"Nothing has changed: {project.site} is up to date."
        started = start_examples(project)
        # MkDocs, which takes a while to import, while examples run.
        from cheatsheet.material.build import build_site

        problems, built = Problems(), provenance(project)
        content = read_content(project, problems, started)
        record = project.cache / "site.json"
        before = Output.read(record, project.site)
        site = build_site(content, problems, made_here, before=before)
        new = unpublished(site, list(content.sections), content.addresses)
        if made:
            site.files.update(_downloads(project.site))
        for name in sorted(wanted - (made or set())):
            files = EDITIONS[name](project, site, built, problems)
            problems.stop_if_any()
            site.files.update({FOLDER + file: data for file, data in files.items()})
        offer_downloads(site, built.date)
        make_installable(site)
        written = site.write(aside)
        shutil.rmtree(stamp) if stamp.is_dir() else stamp.unlink(missing_ok=True)
        put_in_place(written.folder, project.site)
        written.save(record, project.site)
        editions = sorted(wanted | (made or set()))
        # What was edited meanwhile may be in the site or not: then the next build looks again.
        if _digest_inputs(project) == inputs:
            write_whole(stamp, " ".join([inputs, _digest_site(project.site), *editions]))
    hint = f"\n{len(new)} addresses are new: scripts/build --publish adds them to {published_list.FILE}."
    return (
        f"Built {project.site}: {len(content.numbered)} sections, {len(content.results)} examples "
        f"({len(content.seconds)} run), {len(content.claims)} claims, in {time.perf_counter() - start:.1f} s."
        + hint
        * bool(new)
    )


def unpublished(site: Site, order: list[str], published: Iterable[str]) -> list[str]:
    """What the site offers and docs/addresses.txt does not hold."""
    known = set(published)
    return [address for address in offered(site, order) if address not in known]


def publish(project: Project) -> list[str]:
    """Append to docs/addresses.txt what `site/` offers beyond it, and return that."""
    problems = Problems()
    order = [section.slug for section in read_sections(project, problems)]
    published = read_addresses(project, problems)
    problems.stop_if_any()
    new = unpublished(Site.read(project.site), order, published)
    append_addresses(project, new)
    return new


def _downloads(site: Path) -> dict[str, bytes]:
    """The downloads that the site holds already, which still fit the inputs."""
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in (site / FOLDER).rglob("*")
        if path.is_file()
    }


def _made(project: Project, stamp: Path, inputs: str) -> set[str] | None:
    """The editions that the site holds; None where it does not fit the inputs or somebody touched it."""
    words = stamp.read_text("utf-8", "replace").split() if stamp.is_file() else []
    return set(words[2:]) if words[:2] == [inputs, _digest_site(project.site)] else None


def _digest_inputs(project: Project) -> str:
    """Digest of what a build depends on: the project's files, this package, what is installed, and variables."""
    variables = [f"{name}={os.environ.get(name, '')}" for name in VARIABLES]
    variables += variables_of(project.root)
    words = [sys.version, provenance(project).version, *variables, *installed()]
    digest = hashlib.sha256("\0".join(words).encode())
    # Of this package every file, since some are scripts and style sheets, and MkDocs loads some by their names.
    for base, paths in (
        (project.root, project.inputs),
        (PACKAGE, [PACKAGE]),
    ):
        for path in all_files(paths):
            # What is no file is a problem, and waiting for it would have no end.
            data = Path(path).read_bytes() if os.path.isfile(path) else b""
            digest.update(f"\0{os.path.relpath(path, base)}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()


def _digest_site(site: Path) -> str:
    """Names and states of the files: enough to see that somebody touched them."""
    digest, top = hashlib.sha256(), len(str(site))
    for path in all_files([site]):
        digest.update(f"{path[top:]} {state_of(path)}\0".encode())
    return digest.hexdigest()
