"""What a script only hands on from where it types it, and what computes."""

import ast

import pytest

from cheatsheet.examples.typed import Typed

HANDED_ON = [
    ("x = [5.1]", "x[0]"),
    ("d = {'a': 5.1}", "d['a']"),
    ("d = {}\nd['a'] = 5.1", "d['a']"),
    ("d = {}\nd.setdefault('a', 5.1)", "d['a']"),
    ("import torch\nx = torch.tensor([1.0])\nx.copy_(torch.tensor([5.1]))", "x[0].item()"),
    ("x = []\nx.append(5.1)", "x[0]"),
    ("x = [a for a in (5.1, 6)]", "x[0]"),
    ("for x in [5.1]:\n    pass", "x"),
    ("with open('x'):\n    x = 5.1", "x"),
    ("try:\n    x = 5.1\nfinally:\n    pass", "x"),
    ("match 5.1:\n    case x:\n        pass", "x"),
    ("x, y = 5.1, 2", "x"),
    ("x, y = [5.1, 2]", "x"),
    ("(x := 5.1)", "x"),
    ("x: float = 5.1", "x"),
    ("x = 5.1\ny = x", "y"),
    ("x = 5.1", "x * 1"),
    ("x = 5.1", "0 + x"),
    ("x = 5.1", "-x"),
    ("x = 5.1", "x + 0 * work()"),
    ("x = 5.1\ny = work()", "y - y + x"),
    ("with nullcontext(5.1) as x:\n    pass", "x"),
    ("if work():\n    x = 5.1\nelse:\n    x = 6", "x"),
    ("x = 0.931", "x * 100"),
    ("x = 0.931", "f'{100 * x:.1f}%'"),
    ("x = 25600000", "x / 1e6"),
    ("x = 25600000", "x // 10**6"),
    ("x = 0.0021", "x * 1000"),
    ("x = 0.0021", "x / 1e-3"),
    ("x = 90", "x / 60"),
    ("x = 81920", "x / (1024 * 1024)"),
    ("x = 81920", "x / (1 << 20)"),
    ("x = 0.069", "1 - x"),
    ("x = 6.9", "100 - x"),
    ("x = 0.069", "(1.0 - x) * 100"),
    ("def f(x):\n    y = x * 100\n    return y", "f(0.931)"),
    ("x = 5.1\nx *= 1", "x"),
    ("x = 0\nx += 5.1", "x"),
    ("x = 0.931\nx *= 100", "x"),
    ("x = 0.931\nx = x * 100", "x"),
    ("x: float = 0.0\nx += 0.931\nx *= 100", "x"),
    ("x = []\nx += [5.1]", "x[0]"),
    ("x = 0.931\nif work():\n    x *= 100", "x"),
    ("x = [0.931]\nx[0] *= 100", "x[0]"),
    ("def f(x):\n    x *= 100\n    return x", "f(0.931)"),
    ("def f(a):\n    b = a\n    c = b\n    return c", "f(5.1)"),
    ("def f(a):\n    b = 0\n    b += a\n    return b", "f(5.1)"),
    ("import numpy as np\nx = np.zeros(2)\nx[0], x[1] = 5.1, 2", "x[0]"),
    ("import torch\nx = torch.empty(len(work()))\nx[0] = 5.1", "x[0].item()"),
    ("x = 5.1 if True else 2", "x"),
    ("x = 5.1 or 3", "x"),
    ("x = '5.1'", "x + ' s'"),
    ("x = '5.1'", "'{} s'.format(x)"),
    ("x = '5.1'", "'%s s' % x"),
    ("x = '5.1'", "' '.join([x, 's'])"),
    ("x = 5.1", "f'{x:.1f}'"),
    ("x = 5.1", "round(x, 1)"),
    ("x = 5.1", "list(map(str, [x]))[0]"),
    ("x = next(iter([5.1]))", "x"),
    ("from itertools import chain as c\nx = list(c([5.1]))", "x[0]"),
    ("import numpy as np\nx = np.float64(5.1)", "x"),
    ("import torch\nx = torch.tensor(5.1)", "x.item()"),
    ("import torch\nx = torch.full((1,), 5.1)", "x[0].item()"),
    *(
        ("import torch\nx = torch.tensor([5.1])", f"x.{change}[0]")
        for change in (
            *("numpy()", "detach()", "clone()", "double()", "float()", "cpu()", "tolist()"),
            *("squeeze()", "unsqueeze(0)", "view(1)", "reshape(1)", "flatten()", "expand(2)"),
            *("fill_(6.2)", "new_full((1,), 6.2)", "new_tensor([6.2])"),
        )
    ),
    ("from types import SimpleNamespace as S\nx = S(a=5.1)", "x.a"),
    ("x = type('C', (), {'a': 5.1})", "x.a"),
    ("class C:\n    x = 5.1", "C.x"),
    ("class C:\n    def f(self):\n        return 5.1", "C().f()"),
    ("class C(NamedTuple):\n    x: float\nc = C(5.1)", "c.x"),
    ("def f():\n    return 5.1", "f()"),
    ("def f():\n    yield 5.1", "next(f())"),
    ("def f(a=5.1):\n    return a", "f()"),
    ("def f(a):\n    b = a\n    return f'{b}'", "f(5.1)"),
    ("def f(a, /, b):\n    return a", "f(5.1, sum([1]))"),
    ("def f(*a):\n    return a[0]", "f(5.1)"),
    ("def f(**a):\n    return a['x']", "f(x=5.1)"),
    ("def f():\n    global x\n    x = 5.1\nf()", "x"),
    ("def g():\n    def f():\n        return 5.1\n    return f()", "g()"),
    ("f = lambda: 5.1", "f()"),
    ("", "(lambda: 5.1)()"),
    ("from _cards import CARD", "CARD.speed"),
    ("from _cards import speed as s", "s()"),
    ("import _cards", "_cards.CARD.speed"),
    ("x = 5.1\nprint(x)\nwork(x)", "x"),
    ("x = (5.1, 6)\nwork(x)", "x[0]"),
    ("x = [5.1]\nprint(x)\nax.plot(x)", "x[0]"),
]
COMPUTED = [
    ("x = 2.55", "x + x"),
    ("x = 2.55", "x * 7"),
    ("x = 2.55", "x / 0.3"),
    ("x = 5", "1000 / x"),
    ("x = 5", "x + 1"),
    ("x = 5", "x - 1"),
    ("x = sum([5])", "x * 100"),
    ("with work() as x:\n    pass", "x"),
    ("x = 1 - 0.9**0.5", "x"),
    ("x = sum([5])", "1 - x"),
    ("x = 1\nwhile x < work():\n    x *= 10", "x"),
    ("x = 1\nwhile x < work():\n    x = x / 10", "x"),
    ("def f():\n    x = 1\n    while x < work():\n        x *= 10\n    return x", "f()"),
    ("import math", "math.sqrt(2)"),
    ("import torch\nx = torch.zeros(3)", "x.sum().item()"),
    ("import torch\nx = torch.tensor([1., 2.])", "x.mean().item()"),
    ("x = 5\nfor _ in range(3):\n    x += 2", "x"),
    ("x = 5\nx += 2", "x"),
    ("x = [1]\nfor _ in range(3):\n    x[0] = x[0] * 10", "x[0]"),
    ("x = 0\nfor _ in range(3):\n    x += 1", "x"),
    ("x = 0\nfor _ in range(3):\n    x += 1\nx *= 100", "x"),
    ("x = work()\nx *= 100", "x"),
    ("x = 3\nx *= x", "x"),
    ("import numpy as np\nx = np.zeros(2)\nx[0] = work()", "x[0]"),
    ("x = 0\nwhile x < 9:\n    x = x + 2", "x"),
    ("x = [5]\nshuffle(x)", "x[0]"),
    ("x = [5]\nx.sort()", "x[0]"),
    ("x = []\nx.append(len(x))", "x[0]"),
    ("x = {}\nx['a'] = max(1, 2)", "x['a']"),
    ("x = [1, 2]\ny = sum(x)", "x[y - 2]"),
    ("def f(a):\n    return 2 * a", "f(5.1)"),
    ("def f(a):\n    a += 2\n    return a", "f(5.1)"),
    ("def f(a, /):\n    return a", "f(sum([1]))"),
    ("def f(a, /, b):\n    return b", "f(5.1, sum([1]))"),
    ("def f(n):\n    return n if n < 2 else f(n - 1)", "f(3)"),
    ("", "unknown"),
    ("from _cards import CARD", "CARD.speed / 3"),
]
CARDS = Typed(
    ast.parse(
        "class Card(NamedTuple):\n    speed: float\nCARD = Card(5.1)\ndef speed():\n    return CARD.speed"
    )
)


def hands_on(code: str, value: str) -> bool:
    return Typed(ast.parse(code), {"_cards": CARDS}).hands_on(ast.parse(value, mode="eval").body)


@pytest.mark.parametrize(("code", "value"), HANDED_ON)
def test_what_is_typed_stays_typed_however_it_is_handed_on(code, value):
    assert hands_on(code, value)


@pytest.mark.parametrize(("code", "value"), COMPUTED)
def test_what_something_is_done_to_is_computed(code, value):
    assert not hands_on(code, value)
