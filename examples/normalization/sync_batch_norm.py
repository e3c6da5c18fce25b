# %% [markdown]
# # Synchronized batch norm
# Eight devices hold two images each. Which mean does each of them subtract, and what
# must they exchange to act like one batch of sixteen?

# %%
import matplotlib.pyplot as plt
import torch
from torch import nn

SEEDS = range(10)
DEVICES = 8
PER_DEVICE = 2
SIZE = 8
C = 4


def batch(seed):
    """Images of different brightness, (N, C, H, W)."""
    torch.manual_seed(seed)
    brightness = torch.randn(DEVICES * PER_DEVICE, C, 1, 1, dtype=torch.float64)
    detail = torch.randn(DEVICES * PER_DEVICE, C, SIZE, SIZE, dtype=torch.float64)
    return (brightness + 0.5 * detail).requires_grad_()


x = batch(0)
shards = x.chunk(DEVICES)

# %% [markdown]
# Three sums per channel are enough: the number of values, their sum, and the sum of
# their squares. Each device computes its own; an all-reduce adds them up.


# %%
def local_sums(shard):
    count = torch.full((C,), shard[:, 0].numel(), dtype=shard.dtype)
    # (N, C, H, W) -> (3, C)
    return torch.stack([count, shard.sum((0, 2, 3)), shard.square().sum((0, 2, 3))])


def all_reduce(parts):
    """What every device holds after torch.distributed.all_reduce."""
    return torch.stack(parts).sum(0)


count, total, squares = all_reduce([local_sums(shard) for shard in shards])
mean = total / count
var = squares / count - mean**2
scale = (var + 1e-5).rsqrt().view(C, 1, 1)
synced = torch.cat([(shard - mean.view(C, 1, 1)) * scale for shard in shards])

# %% [markdown]
# The result is batch norm on the whole batch, in the output and in the gradient.
# Without the exchange it is not.

# %%
whole = nn.BatchNorm2d(C).double()(x)
torch.testing.assert_close(synced, whole)
target = torch.randn_like(x)
(grad_synced,) = torch.autograd.grad((synced * target).sum(), x, retain_graph=True)
(grad_whole,) = torch.autograd.grad((whole * target).sum(), x)
torch.testing.assert_close(grad_synced, grad_whole)


def without_exchange(x):
    """How far off the outputs are when each device normalizes alone."""
    local = [nn.BatchNorm2d(C).double()(shard) for shard in x.chunk(DEVICES)]
    return (torch.cat(local) - nn.BatchNorm2d(C).double()(x)).abs().max().item()


off = [without_exchange(batch(seed)) for seed in SEEDS]

# %%
means = torch.stack([shard[:, 0].mean() for shard in shards]).detach()
sds = torch.stack([shard[:, 0].std(correction=0) for shard in shards]).detach()
center, spread = mean[0].item(), var[0].sqrt().item()
fig, ax = plt.subplots(num="device-means")
ax.axhspan(center - spread, center + spread, color="C1", alpha=0.2, lw=0)
ax.axhline(center, color="C1", ls="--")
ax.errorbar(range(DEVICES), means, sds, fmt="o", color="C0", lw=1.5, capsize=3)
ax.text(3, center - spread - 0.1, "synced", color="C1", ha="center", va="top")
ax.text(5.8, -3.2, "device alone", color="C0", ha="right")
ax.set(xlabel="device, two images each", xticks=range(DEVICES))
ax.set_ylabel("mean ± sd of one channel")

# %% [markdown]
# The price: each batch norm layer waits for the slowest device in the forward and in
# the backward pass. ResNet-50, built and run without memory, to count them.


# %%
layers, calls = [], []


def unit(before, after, kernel):
    conv = nn.Conv2d(before, after, kernel, padding=kernel // 2, bias=False)
    norm = nn.BatchNorm2d(after)
    norm.register_forward_hook(lambda *_: calls.append("forward"))
    norm.register_full_backward_hook(lambda *_: calls.append("backward"))
    layers.extend([conv, norm])
    return [conv, norm, nn.ReLU()]


def block(x, inner):
    before, after = x.shape[1], 4 * inner
    branch = unit(before, inner, 1) + unit(inner, inner, 3) + unit(inner, after, 1)
    skip = unit(before, after, 1) if before != after else [None]
    return (nn.Sequential(*branch[:-1])(x) + nn.Sequential(*skip[:-1])(x)).relu()


with torch.device("meta"):
    x = nn.Sequential(*unit(3, 64, 7))(torch.empty(2, 3, 8, 8))
    for inner in [64] * 3 + [128] * 4 + [256] * 6 + [512] * 3:
        x = block(x, inner)
    x.sum().backward()
norms = sum(isinstance(layer, nn.BatchNorm2d) for layer in layers)
weights = sum(weight.numel() for layer in layers for weight in layer.parameters())
assert weights == 25_557_032 - 2_049_000  # torchvision's ResNet-50, less the classifier

# %%
computed = {
    "devices": f"{len(shards)}",
    "resnet-layers": f"{norms}",
    "waits": f"{len(calls)}",
}
measured = {
    "local-off": (
        f"{min(off):.1f} to {max(off):.1f}",
        "without the exchange some output is off by more than one standard deviation",
        min(off) > 1,
    ),
}
setup = (
    f"{DEVICES} devices with {PER_DEVICE} images each, maps of {SIZE}×{SIZE}, normal "
    f"values of different brightness, {len(SEEDS)} seeds"
)
varied = {"DEVICES": (4, 16), "PER_DEVICE": (4,), "SIZE": (4, 16)}
