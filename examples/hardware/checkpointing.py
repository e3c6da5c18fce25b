# %% [markdown]
# # Gradient checkpointing
# How many activations are kept when a chain of layers is cut into segments, and how much
# is computed again?

# %%
import matplotlib.pyplot as plt
import torch
from torch import nn
from torch.autograd.graph import saved_tensors_hooks
from torch.utils.checkpoint import checkpoint, checkpoint_sequential

N = 64  # layers
calls = 0


class Layer(nn.Module):
    """A linear layer with ReLU: it adds one saved activation to the chain."""

    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(16, 16)

    def forward(self, x):
        global calls
        calls += 1
        return torch.relu(self.linear(x))


torch.manual_seed(0)
net = nn.Sequential(*(Layer() for _ in range(N)))
x = torch.randn(8, 16, requires_grad=True)
own = {p.untyped_storage().data_ptr() for p in net.parameters()}


def run(forward):
    """Activations kept after the forward pass, layer calls in all, gradients."""
    global calls
    calls, kept = 0, {}

    def pack(t):
        if t.untyped_storage().data_ptr() not in own:
            kept[t.untyped_storage().data_ptr()] = t
        return t

    net.zero_grad()
    with saved_tensors_hooks(pack, lambda t: t):
        y = forward(x)
    y.sum().backward()
    return len(kept), calls, [p.grad.clone() for p in net.parameters()]


kept, total_calls = {}, {}
kept[1], total_calls[1], plain = run(net)
for segments in (2, 4, 8, 16, 32):
    kept[segments], total_calls[segments], gradients = run(
        lambda x, k=segments: checkpoint_sequential(net, k, x, use_reentrant=False)
    )
    assert all(torch.equal(a, b) for a, b in zip(plain, gradients, strict=True))
whole = run(lambda x: checkpoint(net, x, use_reentrant=False))
for k in kept:
    print(f"{k:2} segments: {kept[k]:2} kept, {total_calls[k]} layer calls")

# %% [markdown]
# With $k$ segments of $n/k$ layers, $k$ inputs are kept, and the $n/k$ activations of the
# segment that is at work: $k + n/k$ in all, smallest at $k = \sqrt{n}$. (The last segment
# is followed by its own backward pass, so `checkpoint_sequential` leaves it alone.) Each of
# the others is computed a second time.

# %%
for k in (1, 2, 4, 8, 16, 32):
    assert kept[k] == k + N // k
    assert total_calls[k] == N + (k - 1) * N // k
assert whole[:2] == (1, 2 * N)
best = min(kept, key=kept.get)
assert best == round(N**0.5)

# %%
fig, ax = plt.subplots(num="segments")
ks = [2 ** (i / 8) for i in range(49)]
ax.plot(ks, [k + N / k for k in ks], color="C0", lw=1.2)
ax.plot(list(kept), list(kept.values()), "o", color="C0")
for k, v in kept.items():
    ax.text(k, v + 3, str(v), ha="center", color="C0", weight=600)
ax.annotate("√64 = 8", (8, 15.5), (8, 4), ha="center", arrowprops={"arrowstyle": "-"})
ax.text(2.4, 55, "activations kept: k + 64/k", color="C0")
ax.set_xscale("log", base=2)
ax.set(xlabel="segments k", ylabel="activations kept", ylim=(0, 78), xlim=(0.9, 72))
ticks = [1, 2, 4, 8, 16, 32, 64]
ax.set_xticks(ticks, ticks)

# %%
computed = {
    "none": f"{kept[1]}",
    "best-segments": f"{best}",
    "best-kept": f"{kept[best]}",
    "calls-none": f"{total_calls[1]}",
    "calls-best": f"{total_calls[best]}",
    "calls-whole": f"{whole[1]}",
    "again-best": f"{total_calls[best] - N}",
}
given = {"layers": f"{N}"}
