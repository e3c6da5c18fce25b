# %% [markdown]
# # One layer on several GPUs
# How is an MLP cut across GPUs so that they talk once in each direction?

# %%
import torch

# %% [markdown]
# Cut the first matrix by columns: each GPU has some hidden units, whole, so ReLU needs no
# exchange. Cut the second by rows: each GPU multiplies what it has, and the products are
# summed, one all-reduce. Backward the gradients of the input are summed, one more.

# %%
GPUS, TOKENS, WIDTH = 4, 6, 8


def mlp(x, first, second):
    """The layer on one GPU: x (tokens, width), first (width, 4·width), second back."""
    return torch.relu(x @ first) @ second


def parallel_mlp(x, first, second, gpus):
    """The same from slices of both matrices; also how often tensors are summed up."""
    columns, rows = first.chunk(gpus, dim=1), second.chunk(gpus, dim=0)
    partial = [torch.relu(x @ c) @ r for c, r in zip(columns, rows, strict=True)]
    return sum(partial), 1


def parallel_mlp_slip(x, first, second, gpus):
    """First by rows: the sum must come before ReLU. Here it comes after, and is wrong."""
    rows, parts = first.chunk(gpus, dim=0), x.chunk(gpus, dim=1)
    hidden = sum(torch.relu(p @ r) for p, r in zip(parts, rows, strict=True))
    return hidden @ second


torch.manual_seed(0)
x = torch.randn(TOKENS, WIDTH, dtype=torch.float64, requires_grad=True)
first = torch.randn(WIDTH, 4 * WIDTH, dtype=torch.float64, requires_grad=True)
second = torch.randn(4 * WIDTH, WIDTH, dtype=torch.float64, requires_grad=True)
whole = mlp(x, first, second)
split, forward_sums = parallel_mlp(x, first, second, GPUS)
torch.testing.assert_close(split, whole)
wanted = torch.autograd.grad(whole.square().sum(), [x, first, second])
got = torch.autograd.grad(split.square().sum(), [x, first, second])
for a, b in zip(got, wanted, strict=True):
    torch.testing.assert_close(a, b)
assert not torch.allclose(parallel_mlp_slip(x, first, second, GPUS), whole)

# %% [markdown]
# ## The gradient of the input is a sum, too
# Each GPU goes back through its own slices and gets a part of it.

# %%
parts = []
for c, r in zip(first.chunk(GPUS, dim=1), second.chunk(GPUS, dim=0), strict=True):
    out = torch.relu(x @ c) @ r
    (part,) = torch.autograd.grad(out, x, 2 * whole.detach())
    parts.append(part)
torch.testing.assert_close(sum(parts), wanted[0])
backward_sums = 1

# %% [markdown]
# ## Against data parallelism
# A transformer layer has such a cut in attention (by heads) and in the MLP: four sums of
# $T \cdot D$ numbers a step, for T tokens of width D. Data parallelism sums the
# gradients of the layer's $12 D^2$ weights once. A sum on N GPUs sends $2 (N - 1)/N$ of
# its numbers.


# %%
def sent(gpus, tokens, width):
    """Numbers that a GPU sends for one layer: tensor parallel, data parallel."""
    share = 2 * (gpus - 1) / gpus
    return share * 2 * (
        forward_sums + backward_sums
    ) * tokens * width, share * 12 * width**2


# As many tokens as channels: how much more data parallelism sends.
tensor, data = sent(GPUS, WIDTH, WIDTH)
more = data / tensor
assert len(set(sent(8, more * 1024, 1024))) == 1

# %%
computed = {
    "sums": f"{2 * (forward_sums + backward_sums)}",
    "even": f"{more:.0f}×",
}
given = {"gpus": f"{GPUS}"}
