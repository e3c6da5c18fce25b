# %% [markdown]
# # A checkpoint by hand
# What must a function do in the backward pass to forget its activations in the forward
# pass?

# %%
import torch
from torch import nn
from torch.autograd.graph import saved_tensors_hooks
from torch.utils.checkpoint import checkpoint

# %% [markdown]
# Forward: run without a graph and keep the input alone. Backward: run again with a graph,
# under the same random numbers and the same autocast, and go back through it. Parameters
# receive their gradients on the way. Each GPU has random numbers of its own; this was run
# on the CPU.


# %%
class Checkpoint(torch.autograd.Function):
    """y = run(x), of which only x is kept; x must require a gradient."""

    @staticmethod
    def forward(ctx, run, x):
        ctx.run, ctx.random = run, torch.get_rng_state()
        cuda, kind = torch.cuda.is_initialized(), x.device.type
        ctx.on_gpus = torch.cuda.get_rng_state_all() if cuda else []
        ctx.cast = (
            kind,
            torch.get_autocast_dtype(kind),
            torch.is_autocast_enabled(kind),
        )
        ctx.save_for_backward(x)
        with torch.no_grad():
            return run(x)

    @staticmethod
    def backward(ctx, gradient):
        (x,) = ctx.saved_tensors
        x = x.detach().requires_grad_()
        gpus = range(len(ctx.on_gpus))
        with torch.random.fork_rng(gpus), torch.enable_grad():
            torch.set_rng_state(ctx.random)
            torch.cuda.set_rng_state_all(ctx.on_gpus)
            with torch.autocast(*ctx.cast):
                y = ctx.run(x)
        torch.autograd.backward(y, gradient)
        return None, x.grad


# %% [markdown]
# ## Compared
# A block with dropout, so that other random numbers would give other gradients.

# %%
DEPTH, WIDTH = 6, 8
torch.manual_seed(0)
layers = [[nn.Linear(WIDTH, WIDTH), nn.ReLU(), nn.Dropout(0.5)] for _ in range(DEPTH)]
block = nn.Sequential(*(layer for three in layers for layer in three))
x = torch.randn(4, WIDTH, requires_grad=True)
calls = []
block.register_forward_hook(lambda *_: calls.append(1))


def run(forward, low=False):
    """Output, gradients, storages kept beside the weights, calls of the block."""
    block.zero_grad()
    x.grad = None
    own = {p.untyped_storage().data_ptr() for p in block.parameters()}
    kept, calls[:] = {}, []

    def pack(t):
        kept[t.untyped_storage().data_ptr()] = t
        return t

    torch.manual_seed(1)
    with (
        saved_tensors_hooks(pack, lambda t: t),
        torch.autocast("cpu", torch.bfloat16, low),
    ):
        y = forward(x)
    held = len(kept.keys() - own)
    after = torch.rand(1)  # the forward pass left the random numbers where it should
    y.float().square().sum().backward()
    return (
        [y.detach(), x.grad, *(p.grad for p in block.parameters()), after],
        held,
        len(calls),
    )


def by_hand(x):
    return Checkpoint.apply(block, x)


for low in (True, False):
    plain, held_plain, calls_plain = run(block, low)
    ours, held_ours, calls_ours = run(by_hand, low)
    theirs, _, _ = run(lambda x: checkpoint(block, x, use_reentrant=False), low)
    for a, b, c in zip(plain, ours, theirs, strict=True):
        assert torch.equal(a, b)
        assert torch.equal(a, c)
assert held_ours < held_plain
assert calls_ours == 2 * calls_plain

# %%
computed = {
    "kept-plain": f"{held_plain}",
    "kept": f"{held_ours}",
    "calls-plain": f"{calls_plain}",
    "calls": f"{calls_ours}",
}
given = {"depth": f"{DEPTH}"}
