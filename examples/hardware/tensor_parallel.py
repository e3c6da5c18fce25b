# %% [markdown]
# # One layer on several GPUs
# How is a layer cut across GPUs so that they talk once in each direction?

# %%
import math

import torch

# %% [markdown]
# Two operations hold all that is sent: f in front of a cut part, g behind it.

# %%
GPUS, TOKENS, WIDTH, HEADS = 4, 6, 8, 4
exchanges = []


def all_reduce(parts):
    """The sum of what the GPUs hold; each call is noted."""
    exchanges.append(len(parts))
    return sum(parts)


class Spread(torch.autograd.Function):
    """f: forward a copy for each GPU, backward one all-reduce."""

    @staticmethod
    def forward(ctx, x, gpus):
        return tuple(x.clone() for _ in range(gpus))

    @staticmethod
    def backward(ctx, *gradients):
        return all_reduce(gradients), None


class Collect(torch.autograd.Function):
    """g: forward one all-reduce, backward a copy for each GPU."""

    @staticmethod
    def forward(ctx, *partial):
        ctx.gpus = len(partial)
        return all_reduce(partial)

    @staticmethod
    def backward(ctx, gradient):
        return (gradient,) * ctx.gpus


# %% [markdown]
# MLP: the first matrix by columns, so that hidden units are whole and ReLU needs no
# exchange; the second by rows. Attention: heads are columns, and rows of the output's.


# %%
def mlp(x, first, second):
    """The layer on one GPU: x (tokens, width), first (width, 4·width), second back."""
    return torch.relu(x @ first) @ second


def parallel_mlp(x, first, second, gpus):
    """The same from slices of both matrices."""
    columns, rows = first.chunk(gpus, dim=1), second.chunk(gpus, dim=0)
    slices = zip(Spread.apply(x, gpus), columns, rows, strict=True)
    return Collect.apply(*(torch.relu(x @ c) @ r for x, c, r in slices))


def attention(x, qkv, out, heads):
    """Heads side by side: qkv three (width, width), out (width, width)."""
    q, k, v = ((x @ w).unflatten(1, (heads, -1)).transpose(0, 1) for w in qkv)
    mixed = (q @ k.mT / math.sqrt(q.shape[-1])).softmax(-1) @ v  # (heads, tokens, d)
    return mixed.transpose(0, 1).flatten(1) @ out


def parallel_attention(x, qkv, out, heads, gpus):
    """Some heads on each GPU, whole."""
    columns = zip(*(w.chunk(gpus, dim=1) for w in qkv), strict=True)
    slices = zip(Spread.apply(x, gpus), columns, out.chunk(gpus, dim=0), strict=True)
    return Collect.apply(*(attention(x, c, r, heads // gpus) for x, c, r in slices))


torch.manual_seed(0)
sizes = [(TOKENS, WIDTH), *[(WIDTH, WIDTH)] * 4, (WIDTH, 4 * WIDTH), (4 * WIDTH, WIDTH)]
tensors = [torch.randn(s, dtype=torch.float64, requires_grad=True) for s in sizes]
x, *qkv, out, first, second = tensors
whole = mlp(x + attention(x, qkv, out, HEADS), first, second)
h = x + parallel_attention(x, qkv, out, HEADS, GPUS)
split = parallel_mlp(h, first, second, GPUS)
torch.testing.assert_close(split, whole)
wanted = torch.autograd.grad(whole.square().sum(), tensors)
got = torch.autograd.grad(split.square().sum(), tensors)
for a, b in zip(got, wanted, strict=True):
    torch.testing.assert_close(a, b)
sums = len(exchanges)
# First by rows: the sum must come before ReLU. Here it comes after, and is wrong.
rows, parts = first.chunk(GPUS, dim=0), x.chunk(GPUS, dim=1)
hidden = sum(torch.relu(p @ r) for p, r in zip(parts, rows, strict=True))
assert not torch.allclose(hidden @ second, mlp(x, first, second))


# %% [markdown]
# Data parallelism sums the gradients of the layer's $12 D^2$ weights once; each sum above
# is of $T \cdot D$ numbers. On N GPUs $2 (N - 1)/N$ of them are sent.


# %%
def sent(gpus, tokens, width):
    """Numbers that a GPU sends for one layer: tensor parallel, data parallel."""
    share = 2 * (gpus - 1) / gpus
    return share * sums * tokens * width, share * 12 * width**2


tensor, data = sent(GPUS, WIDTH, WIDTH)  # as many tokens as channels
more = data / tensor
assert len(set(sent(8, more * 1024, 1024))) == 1

# %%
computed = {"sums": f"{sums}", "even": f"{more:.0f}×"}
given = {"gpus": f"{GPUS}"}
