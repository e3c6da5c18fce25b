"""What a host spends: nginx with the configuration in hosting/ on this machine, visited by Chromium and loaded by wrk.

All that counts is on one core, the one that nginx has, and over TLS, as hosts are visited. Processor time is what nginx
says it used, so that other work on the machine does not change it.
"""

import json
import os
import platform
import re
import runpy
import subprocess
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from tests import nginx
from tests.answers import Answer, answers, faults
from tests.visits import Visit, visit

from bench.table import Failed, NotMeasured, Row, Task, at_least, say
from bench.web import browser

SECONDS, READERS = 5, 32  # of each load, and connections at once
LIMIT = 60  # seconds for a load
SCRIPT = Path(__file__).parent / "hosting.lua"
FILES = re.compile(r"^const FILES = (\{.*?\});", re.M | re.S)


@dataclass(frozen=True)
class Load:
    """What wrk counted, and the processor time of nginx. `rounds` is how often all addresses were asked for."""

    requests: int
    sent: int
    slowest: float  # ms, 99th percentile of the answers
    used: float  # s
    addresses: int

    @property
    def rounds(self) -> float:
        """Rounds that one core answers in a second."""
        return self.requests / self.used / self.addresses

    def said(self, digits: int) -> str:
        """In words: rounds and what they send, a second of one core, and how long answers took at most."""
        megabits = self.sent * 8 / 1e6 / self.used
        return f"{self.rounds:,.{digits}f} a second, {megabits:,.0f} Mbit/s; 99 % of answers within {self.slowest:,.0f} ms"


def measure(task: Task) -> list[Row]:
    """Place the site, ask for each file once, visit it, and load it."""
    if absent := nginx.missing("wrk"):
        raise NotMeasured(absent)
    if not Path("/proc/self/stat").exists():
        raise NotMeasured("processor time of nginx is counted on Linux alone")
    with TemporaryDirectory(prefix="bench-") as folder:
        home, own = Path(folder, "home"), Path(folder, "nginx")
        own.mkdir()
        place = runpy.run_path(str(nginx.HOSTING / "place.py"))["place"]
        place(task.project.site, home)
        try:
            with nginx.hosted(own, home / "current") as host:
                sent = list(answers(host.plain, task.project.site))
                return [
                    Row("machine", machine()),
                    _right(sent, task.project.site),
                    *_visits(task, host, home / "current"),
                    _memory(host, home / "current"),
                ]
        except (ConnectionError, TimeoutError) as failure:
            raise Failed(str(failure)) from None


def machine() -> str:
    """Processor, nginx, what else the machine did, and the day, for whoever reads the figures later."""
    found = re.search(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text("utf-8"), re.M)
    done = subprocess.run(
        [str(nginx.program("nginx")), "-v"], capture_output=True, text=True, check=True
    )
    version = done.stderr.strip().rpartition("/")[2]
    name = found[1] if found else platform.machine()
    cores = f"{os.cpu_count()} cores, one for nginx {version}, {READERS} readers at once"
    return f"{name}, {cores}; {os.getloadavg()[0]:.0f} processes at work before; {date.today()}"


def _right(sent: list[tuple[Path, Answer]], site: Path) -> Row:
    wrong = [
        f"{path.relative_to(site)}: {what}"
        for path, answer in sent
        for what in faults(path, answer)
    ]
    for line in wrong[:5]:
        say(f"  {line}")
    right = 100 * (1 - len({line.partition(":")[0] for line in wrong}) / len(sent))
    return at_least("files sent whole, compressed, with type and headers", right, 100, "%", f"{len(sent)} files")  # fmt: skip


def _memory(host: nginx.Host, placed: Path) -> Row:
    """What the host holds: the process that answered, at its largest, and the files."""
    status = Path(f"/proc/{host.worker}/status").read_text("utf-8")
    found = re.search(r"^VmHWM:\s+(\d+) kB", status, re.M)
    process = int(found[1]) * 1024 / 1e6 if found else 0
    files = sum(path.stat().st_size for path in placed.rglob("*") if path.is_file()) / 1e6
    return Row("memory of nginx; all files in all forms", f"{process:,.0f} MB; {files:,.0f} MB")


def _visits(task: Task, host: nginx.Host, placed: Path) -> list[Row]:
    site = task.project.site
    sent = dict(answers(host.plain, site, "gzip, deflate, br"))
    with browser() as chromium:
        pages = {page: visit(chromium, host.plain, f"{page}/") for page in task.pages}
        heaviest = max(pages, key=lambda page: pages[page].sent)
        first = pages[heaviest]
        second = visit(chromium, host.plain, f"{heaviest}/", before="")
    kept = kept_offline(site, sent, first)
    page = load(host, [f"{heaviest}/"], closing=False)
    read = load(host, _paths(first), closing=True)
    keep = load(host, [*_paths(first), *kept], closing=True)
    whole = first.sent + sum(kept.values())
    forms = {"gzip": ".gz", **({"brotli": ".br"} if nginx.has_brotli() else {})}
    sizes = {
        form: (placed / heaviest / f"index.html{ending}").stat().st_size / 1000
        for form, ending in forms.items()
    }
    counts = [len(_paths(first)), len(_paths(second)), len(_paths(first)) + len(kept)]
    return [
        Row("first visit of the heaviest section page", f"{first.sent / 1000:,.0f} KB in {counts[0]} requests (/{heaviest}/, {list(forms)[-1]})"),
        Row("its text alone", "; ".join(f"{size:,.0f} KB, {form}" for form, size in sizes.items())),
        Row("the same page after the home page", f"{second.sent / 1000:,.0f} KB in {counts[1]} requests"),
        Row("first visit with all that the service worker keeps", f"{whole / 1e6:,.1f} MB in {counts[2]} requests"),
        Row("1,000 first visits", f"{first.sent / 1e6:,.2f} GB; {whole / 1e6:,.1f} GB where all is kept"),
        Row("first visits that 1 TB carries", f"{1e9 / first.sent:,.0f} thousand; {1e9 / whole:,.0f} thousand where all is kept"),
        Row("a core: the page alone", page.said(0)),
        Row("a core: first visits, each with a new TLS connection", read.said(0)),
        Row("a core: first visits where all is kept", keep.said(1)),
    ]  # fmt: skip


def _paths(visited: Visit) -> list[str]:
    """What a visit asked the host for, from the site's root."""
    return [path.removeprefix("/") for path, size in visited.parts.items() if size]


def kept_offline(site: Path, sent: dict[Path, Answer], first: Visit) -> dict[str, int]:
    """Bytes that the service worker loads beside a first visit, by address. What the visit loaded is asked for again, for its headers alone."""
    found = FILES.search((site / "service-worker.js").read_text("utf-8"))
    if not found:
        raise Failed("service-worker.js does not name its files")
    loaded = set(_paths(first))
    bytes_of = {}
    for address in ["service-worker.js", *json.loads(found[1])]:
        file = site / address
        answer = sent[file / "index.html" if file.is_dir() else file]
        if address not in loaded:
            bytes_of[address] = answer.sent
    return bytes_of


def load(host: nginx.Host, addresses: list[str], closing: bool) -> Load:
    """Ask for these addresses in turn; `closing` ends the connection of a reader after each round."""
    with TemporaryDirectory(prefix="bench-") as folder:
        listed = Path(folder, "addresses.txt")
        listed.write_text("".join(f"/{address}\n" for address in addresses), "utf-8")
        before = _processor(host.worker)
        command = [str(nginx.program("wrk")), "--threads=1", f"--connections={READERS}",
                   f"--duration={SECONDS}s", f"--script={SCRIPT}", host.secure,
                   "--", str(listed), "closing" if closing else "open"]  # fmt: skip
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, timeout=LIMIT, check=False
            )
        except subprocess.TimeoutExpired:
            raise Failed(f"wrk did not end within {LIMIT} s") from None
        used = _processor(host.worker) - before
    if done.returncode:
        raise Failed(f"wrk: {(done.stderr or done.stdout).strip()}")
    counted = json.loads(done.stdout.splitlines()[-1])
    if counted["errors"]:
        raise Failed(f"wrk met {counted['errors']} errors in {counted['requests']} requests")
    say(
        f"{len(addresses)} addresses: {counted['requests']:,} requests in {counted['seconds']:.1f} s"
    )
    return Load(counted["requests"], counted["bytes"], counted["slowest"], used, len(addresses))  # fmt: skip


def _processor(pid: int) -> float:
    """Seconds of processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
