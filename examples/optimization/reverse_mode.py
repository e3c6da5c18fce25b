# %% [markdown]
# # Forward and reverse mode
# How does one pass backward give all derivatives of a loss, and what does it cost?

# %%
import math

import torch
from torch.utils.flop_counter import FlopCounterMode

torch.manual_seed(0)

# %% [markdown]
# ## Reverse mode: a tape
# Each result keeps its parts and the local derivative by each. Backward, the last result first,
# each hands its derivative on, times the local one. What is used twice adds up two shares.


# %%
class Value:
    """A number that knows how it was made: pairs of a part and the local derivative by it."""

    def __init__(self, data, parts=()):
        self.data, self.parts, self.grad = data, parts, 0.0

    def __add__(self, other):
        return Value(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return Value(self.data * other.data, [(self, other.data), (other, self.data)])

    def tanh(self):
        t = math.tanh(self.data)
        return Value(t, [(self, 1 - t * t)])

    def backward(self):
        order, seen = [], set()  # parts before what is made of them

        def visit(value):
            if value not in seen:
                seen.add(value)
                if value.parts:
                    value.grad = 0.0  # over calls only leaves add up
                for part, _ in value.parts:
                    visit(part)
                order.append(value)

        visit(self)
        self.grad += 1.0  # one, unless it is a leaf with a sum
        for value in reversed(order):
            for part, local in value.parts:
                part.grad += local * value.grad


# %% [markdown]
# ## Forward mode: dual numbers
# Each number carries its slope along one direction of the inputs. No tape is needed, but one
# pass answers for one direction.


# %%
class Dual:
    """A number and its slope along one direction of the inputs."""

    def __init__(self, data, slope=0.0):
        self.data, self.slope = data, slope

    def __add__(self, other):
        return Dual(self.data + other.data, self.slope + other.slope)

    def __mul__(self, other):
        slope = self.slope * other.data + self.data * other.slope
        return Dual(self.data * other.data, slope)

    def tanh(self):
        t = math.tanh(self.data)
        return Dual(t, (1 - t * t) * self.slope)


def loss(w):
    """Of any kind of numbers; h is used twice."""
    h = (w[0] * w[1] + w[2]).tanh()
    return (h * w[3] + h * h).tanh()


start = [0.3, -1.2, 0.7, 0.5]
tape = [Value(data) for data in start]
loss(tape).backward()
backward = [value.grad for value in tape]
forward = []
for i in range(len(start)):  # a pass for each weight
    duals = [Dual(data, float(j == i)) for j, data in enumerate(start)]
    forward.append(loss(duals).slope)
exact = torch.tensor(start, dtype=torch.float64, requires_grad=True)
loss(exact).backward()
torch.testing.assert_close(torch.tensor(backward, dtype=torch.float64), exact.grad)
torch.testing.assert_close(torch.tensor(forward, dtype=torch.float64), exact.grad)
# Two losses of one shared part, a pass each: at the leaf the derivatives add up.
leaf = Value(2.0)
shared = leaf * leaf
for own in (shared * shared, shared + shared):
    own.backward()
assert leaf.grad == 4 * 2.0**3 + 2 * 2 * 2.0  # of x⁴ and of 2x²

# %% [markdown]
# ## What a step costs
# A matrix layer multiplies each weight with each sample once forward and twice backward, for
# the gradients at its input and at its weights. The first layer needs only the latter.

# %%
LAYERS, WIDTH, BATCH = 8, 32, 4
net = torch.nn.Sequential(*[torch.nn.Linear(WIDTH, WIDTH) for _ in range(LAYERS)])
with FlopCounterMode(display=False) as once:
    out = net(torch.randn(BATCH, WIDTH)).sum()
with FlopCounterMode(display=False) as again:
    out.backward()
step = (once.get_total_flops() + again.get_total_flops()) / once.get_total_flops()
assert step == 3 - 1 / LAYERS

# %%
computed = {
    "passes-forward": f"{len(forward)} passes",
    "step": f"{step:.2f}×",
}
given = {"layers": f"{LAYERS} layers"}
