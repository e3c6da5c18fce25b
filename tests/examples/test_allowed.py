"""What a script may import and name."""

import pytest

from cheatsheet.base.problems import Problems
from cheatsheet.examples.allowed import check_scripts
from cheatsheet.examples.model import Example

REFUSED = [
    ("import time", "it imports time"),
    ("import os.path", "it imports os.path"),
    ("import cheatsheet", "it imports cheatsheet"),
    ("import torch, json", "it imports json"),
    ("from cheatsheet.base import cache", "it imports cache from cheatsheet.base"),
    ("from os import getpid", "it imports getpid from os"),
    ("from threading import get_native_id", "it imports get_native_id from threading"),
    ("import queue\nqueue.time.time()", "it uses queue.time"),
    ("from datetime import datetime", "it imports datetime from datetime"),
    ("from . import _digits", "it imports _digits from ."),
    ("import __main__", "it imports __main__"),
    ("import _thread.x", "it imports _thread.x"),
    ("import os as o\no.urandom(4)", "it uses os.urandom"),
    ("import sys\nsys.modules", "it uses sys.modules"),
    ("import subprocess\nsubprocess.run(['date'])", "it uses subprocess.run"),
    ("globals()['x'] = 1", "it uses globals"),
    ("x = eval('5.1')", "it uses eval"),
    ("f = exec", "it uses exec"),
    ("int.__subclasses__()", "it uses __subclasses__"),
    ("f'{x.__class__}'", "it uses __class__"),
    ("import torch\ntorch.from_file('x')", "it uses from_file"),
    ("import numpy as np\nnp.datetime64('now')", "it uses datetime64"),
    # By whatever name.
    ("from torch import hub as h", "it imports hub from torch"),
    ("import torch.hub as h", "it imports torch.hub"),
    ("from torch.hub import load as h", "it imports load from torch.hub"),
    ("from numpy import memmap as m", "it imports memmap from numpy"),
    ("from random import SystemRandom as R", "it imports SystemRandom from random"),
    ("from random import _urandom as u", "it imports _urandom from random"),
    ("from torch import *", "it imports * from torch"),
    ("from _beside import os", "it imports os from _beside"),
    ("import torch\ntorch.os.getpid()", "it uses torch.os"),
    ("import torch\ntorch.utils.time.time()", "it uses torch.utils.time"),
    ("from matplotlib import pyplot as p\np.logging.x", "it uses matplotlib.pyplot.logging"),
    ("import random\nrandom._urandom(8)", "it uses random._urandom"),
    ("import torch.nn as n\nn.init._x()", "it uses torch.nn.init._x"),
    ("import _beside\n_beside.sys.modules", "it uses _beside.sys"),
    ("import os\no = os", "it hands on os"),
    ("from pathlib import Path\nPath('x').stat()", "it uses stat"),
    ("from pathlib import Path\nPath.cwd()", "it uses cwd"),
    # By a text.
    ("import torch\ngetattr(torch, 'os').getpid()", "it uses os"),
    (
        "import torch\ngetattr(torch, 'o' + 's')",
        "it uses a name by getattr that is not written out",
    ),
    (
        "import torch\nx = 's'\ngetattr(torch, f'o{x}')",
        "it uses a name by getattr that is not written out",
    ),
    ("import torch\ngetattr(torch, '__dict__')", "it uses __dict__"),
    ("import torch\ngetattr(torch, '_C')", "it uses _C"),
    ("import torch\ng = getattr", "it hands on getattr"),
    ("import torch\nvars(torch)['os']", "it uses vars"),
    ("import torch\ntorch.__dict__['os']", "it uses __dict__"),
    ("import operator as o\no.attrgetter('os')", "it uses os"),
    ("from operator import attrgetter as a\na('utils.time')", "it uses time"),
    ("from operator import attrgetter as a\nb = a", "it hands on a"),
    ("from operator import methodcaller as m\nm('stat')", "it uses stat"),
]
ALLOWED = [
    *("import math, heapq", "import torch.nn.functional as F", "from torch import nn"),
    *("import numpy as np", "from matplotlib.patches import Circle", "from _digits import load"),
    *("import sys\nsys.executable", "from datetime import timedelta", "from pathlib import Path"),
    *("from queue import Empty, Queue", "from threading import Event, Thread"),
    *(
        "from torch.utils._python_dispatch import TorchDispatchMode",
        "import torch\ntorch.ops.aten._local_scalar_dense.default",
        "import _beside\n_beside.CARD._replace(x=1)",
        "from _beside import CARD\nCARD.time",
        "self._x = net._y",
        "stat = 1",
        "net.eval()",
        "super().__init__()",
        "import matplotlib.pyplot as plt",
        "import _fsdp_process",
        "getattr(net, 'weight')",
        "name = 'digits'\ngetattr(datasets, f'load_{name}')",
        "from operator import attrgetter\nattrgetter('weight.grad')",
    ),
]


def said_of(folder, text, module=""):
    path = folder / "one.py"
    path.write_text(text, "utf-8")
    (folder / "_beside.py").write_text(module, "utf-8")
    problems = Problems()
    check_scripts([Example("cnn", "one", path)], problems)
    return [str(problem).splitlines()[0] for problem in problems]


@pytest.mark.parametrize(("text", "what"), REFUSED)
def test_what_no_line_of_the_script_computes_is_refused_in_its_line(tmp_path, text, what):
    line = text.count("\n") + 2
    assert said_of(tmp_path, f"\n{text}") == [f"examples/cnn/one.py:{line}: {what}"]


@pytest.mark.parametrize("text", ALLOWED)
def test_libraries_and_what_computes_may_be_used(tmp_path, text):
    assert said_of(tmp_path, text) == []


def test_a_module_that_is_shared_is_held_to_the_same(tmp_path):
    said = said_of(tmp_path, "import _beside", "import random\nimport time\n")
    assert said == ["examples/cnn/_beside.py:2: it imports time"]
    assert said_of(tmp_path, "import math", "import time\n") == []


def test_all_of_it_is_named(tmp_path):
    said = said_of(tmp_path, "import time\nx = eval('1')\n")
    assert [line.partition(": ")[2] for line in said] == ["it imports time", "it uses eval"]
