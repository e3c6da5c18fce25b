"""Names of fonts, drawings and settings in the order of their use: Chromium's count all objects, which differ from run to run."""

import re
from collections import defaultdict

from pikepdf import Dictionary, Name, Object, Pdf

# `/F135 53.86 Tf`, `/G3 gs`, `/X182 Do`, `/P7 scn`: all that a content stream takes from its resources, one a line.
USE = re.compile(rb"(?<=/)([A-Z]+)\d+(?= (?:[\d.-]+ )*(?:Tf|gs|Do|scn|SCN|sh)$)", re.M)

DIRECT = (0, 0)  # the number of all that stands in another object


def name_resources(pdf: Pdf) -> None:
    """Name anew what pages and their drawings take from their resources, in place; what they do not use goes."""
    naming = _Naming()
    for page in pdf.pages:
        naming.rename(page.obj, page.Contents)


class _Naming:
    """The same thing has the same name in all the document."""

    def __init__(self) -> None:
        self._names: dict[tuple[int, int], bytes] = {}
        self._counts: defaultdict[bytes, int] = defaultdict(int)
        self._done: set[tuple[int, int]] = set()

    def rename(self, holder: Object, stream: Object) -> None:
        """Rename in a content stream, in the resources of the page or drawing that holds it, and in its drawings."""
        if holder.objgen in self._done:
            return
        self._done.add(holder.objgen)
        kinds = holder.get("/Resources", Dictionary())
        held = {
            name.encode()[1:]: thing
            for kind in kinds.values()
            if isinstance(kind, Dictionary)
            for name, thing in kind.items()
        }
        data = stream.read_bytes()
        names = {use[0]: self._name(use[1], held[use[0]].objgen) for use in USE.finditer(data)}
        stream.write(USE.sub(lambda use: names[use[0]], data))
        holder.Resources = Dictionary(
            {kind: _renamed(inside, names) for kind, inside in kinds.items()}
        )
        for name in names:
            if held[name].get("/Subtype") == Name.Form:
                self.rename(held[name], held[name])

    def _name(self, letters: bytes, thing: tuple[int, int]) -> bytes:
        if thing == DIRECT:
            raise ValueError("a resource is no object of its own, so that nothing tells it apart")
        if thing not in self._names:
            self._names[thing] = b"%s%d" % (letters, self._counts[letters])
            self._counts[letters] += 1
        return self._names[thing]


def _renamed(kind: Object, names: dict[bytes, bytes]) -> Object:
    if not isinstance(kind, Dictionary):
        return kind
    things = [(names.get(name.encode()[1:]), thing) for name, thing in kind.items()]
    return Dictionary({f"/{name.decode()}": thing for name, thing in things if name})
