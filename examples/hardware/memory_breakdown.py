# %% [markdown]
# # Where training memory goes
# What fills the memory when ResNet-50 trains at batch 64: parameters, gradients,
# optimizer state or activations?

# %%
import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from torch import nn
from torch._subclasses.fake_tensor import FakeTensorMode
from torch.autograd.graph import saved_tensors_hooks

STAGES = [(64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2)]  # width, blocks, stride


def conv_bn(i, o, k, s=1):
    return [nn.Conv2d(i, o, k, s, k // 2, bias=False), nn.BatchNorm2d(o)]


class Block(nn.Module):
    def __init__(self, i, w, s):
        super().__init__()
        three = conv_bn(w, w, 3, s)
        relu = nn.ReLU(inplace=True)
        self.body = nn.Sequential(
            *conv_bn(i, w, 1), relu, *three, relu, *conv_bn(w, 4 * w, 1)
        )
        self.skip = nn.Sequential(*conv_bn(i, 4 * w, 1, s) if i != 4 * w else [])

    def forward(self, x):
        return torch.relu_(self.body(x) + self.skip(x))


def resnet50():
    stem = [*conv_bn(3, 64, 7, 2), nn.ReLU(inplace=True), nn.MaxPool2d(3, 2, 1)]
    parts, i = [nn.Sequential(*stem)], 64
    for w, n, s in STAGES:
        blocks = [
            Block(i if k == 0 else 4 * w, w, s if k == 0 else 1) for k in range(n)
        ]
        parts, i = [*parts, nn.Sequential(*blocks)], 4 * w
    head = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(i, 1000))
    return nn.Sequential(*parts, head)


# %% [markdown]
# ## Measure
# Autograd tells us each tensor that it keeps for the backward pass. We count each
# storage once, and leave out the model's own. Fake tensors have shapes but no data,
# so batch 64 needs neither gigabytes nor minutes.


# %%
def forward(net, batch, size=224):
    """Loss, bytes saved for backward by each part of the net, naive total."""
    own = {t.untyped_storage()._cdata for t in [*net.parameters(), *net.buffers()]}
    kept, every, upto = {}, [], []

    def pack(t):
        s = t.untyped_storage()
        every.append(0 if s._cdata in own else t.numel() * t.element_size())
        if s._cdata not in own:
            kept[s._cdata] = s  # holding it keeps its address from being used again
        return t

    x, y = torch.empty(batch, 3, size, size), torch.zeros(batch, dtype=torch.long)
    with saved_tensors_hooks(pack, lambda t: t):
        for part in net:
            x = part(x)
            upto.append(sum(s.nbytes() for s in kept.values()))
        loss = F.cross_entropy(x, y)
    upto[-1] = sum(s.nbytes() for s in kept.values())
    return loss, [b - a for a, b in zip([0, *upto], upto, strict=False)], sum(every)


def nbytes(tensors):
    return sum(t.numel() * t.element_size() for t in tensors)


with FakeTensorMode():
    net = resnet50()
    loss, where, naive = forward(net, 64)
    loss.backward()
    adam = torch.optim.Adam(net.parameters())
    sgd = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
    state = {}
    for name, optimizer in {"adam": adam, "momentum": sgd}.items():
        optimizer.step()
        state[name] = nbytes(t for s in optimizer.state.values() for t in s.values())
    params, grads = nbytes(net.parameters()), nbytes(p.grad for p in net.parameters())
    batches = [1, 16, 32, 64]
    measured = [sum(forward(net, b)[1]) for b in batches]
    maps = []  # the size of the output of each convolution
    for conv in [m for m in net.modules() if isinstance(m, nn.Conv2d)]:
        conv.register_forward_hook(lambda m, i, o: maps.append(o.numel()))
    forward(net, 1)

model_state, activations = params + grads + state["adam"], measured[-1]
totals = {"parameters": params, "gradients": grads, **state, "activations": activations}
for name, size in totals.items():
    print(f"{name:12}{size:14,}")

# %% [markdown]
# ## The same from a formula
# A convolution with batch norm and ReLU leaves **two** maps behind: its output, which
# batch norm keeps, and the activation, which ReLU and the next convolution share. So one
# image costs about $4 \cdot 2\sum_l C_l H_l W_l$ bytes. Counted out: a projection on
# the skip path leaves one map only, while input and max pool add some.


# %%
def saved_bytes(batch, size=224):
    """Bytes that ResNet-50 saves for backward, from its geometry alone."""
    r = size // 4
    image = 3 * size**2 + 2 * 64 * (size // 2) ** 2  # input and stem convolution
    image += 3 * 64 * r**2  # max pool: its output, and indices of 8 bytes each
    statistics = 2 * 64  # batch norm: a mean and a scale per channel
    for w, n, s in STAGES:
        for k in range(n):
            before, r = r, r // (s if k == 0 else 1)
            image += 2 * (w * before**2 + w * r**2 + 4 * w * r**2)
            image += 4 * w * r**2 * (k == 0)
            statistics += 2 * (w + w + 4 * w + 4 * w * (k == 0))
    image += 2048 + 1000 + 2  # features, log-probabilities, label
    return 4 * (batch * image + statistics + 1)


assert measured == [saved_bytes(b) for b in batches]
real = resnet50()  # and real tensors agree with fake ones
assert sum(forward(real, 2, 64)[1]) == saved_bytes(2, 64)
assert sum(p.numel() for p in real.parameters()) == 25_557_032  # torchvision's count
slope = saved_bytes(2) - saved_bytes(1)
rule = 4 * 2 * sum(maps)
assert 1 < rule / slope < 1.05

# %%
fig, ax = plt.subplots(num="batch")
line = [saved_bytes(b) / 1e9 for b in (0, 70)]
ax.axhspan(1, 5, color="0.85", alpha=0.6, lw=0)
ax.text(70, 1.1, "the original: “1–5 GB”", color="0.5", ha="right")
ax.plot([0, 70], line, color="C0", lw=1.4)
ax.plot(batches, [m / 1e9 for m in measured], "o", color="C0")
ax.text(44, 4.45, "activations", color="C0", ha="right", weight=600)
ax.text(44, 4.1, "line: formula, dots: measured", color="C0", ha="right", fontsize=8)
ax.plot([0, 70], [model_state / 1e9] * 2, color="C1", ls=(0, (5, 2)))
ax.text(70, 0.5, "parameters, gradients, Adam", color="C1", ha="right", va="bottom")
ax.set(xlabel="batch size", ylabel="memory (GB)", xlim=(0, 70), ylim=(0, 6.2))
ax.set_xticks(batches)
# %%
fig, axes = plt.subplots(1, 2, sharey=True, num="where", figsize=(5, 2.5))
names = [
    "stem, 112²",
    "stage 1, 56²",
    "stage 2, 28²",
    "stage 3, 14²",
    "stage 4, 7²",
    "head",
]
sizes = {
    "parameters (%)": [nbytes(p.parameters()) for p in net],
    "activations (%)": where,
}
for ax, (title, part), c in zip(axes, sizes.items(), ("C1", "C0"), strict=True):
    percent = [100 * p / sum(part) for p in part]
    ax.barh(names, percent, color=c, hatch="//" if c == "C1" else None)
    for row, p in enumerate(percent):
        ax.text(p + 1.5, row, f"{p:.0f}" if p >= 0.5 else "< 1", va="center")
    ax.set(title=title, xlim=(0, 72), xticks=[])
    ax.grid(False)
    ax.spines.bottom.set_visible(False)
axes[0].invert_yaxis()
# %%
facts = {
    "count": f"{params // 4:,}",
    "parameters": f"{params / 1e6:.1f} MB",
    "gradients": f"{grads / 1e6:.1f} MB",
    "adam": f"{state['adam'] / 1e6:.1f} MB",
    "momentum": f"{state['momentum'] / 1e6:.1f} MB",
    "buffers": f"{nbytes(net.buffers()) / 1e6:.2f} MB",
    "activations": f"{activations / 1e9:.2f} GB",
    "activations-bytes": f"{activations:,} bytes",
    "per-image": f"{slope / 1e6:.1f} MB",
    "rule": f"{rule / 1e6:.1f} MB",
    "rule-off": f"{rule / slope - 1:.0%}",
    "batch-16": f"{measured[1] / 1e9:.2f} GB",
    "batch-32": f"{measured[2] / 1e9:.2f} GB",
    "range": f"{1e9 / slope:.0f}–{5e9 / slope:.0f}",
    "state": f"{model_state / 1e9:.2f} GB",
    "total": f"{(model_state + activations) / 1e9:.2f} GB",
    "share": f"{activations / (model_state + activations):.0%}",
    "ratio": f"{activations / model_state:.1f}×",
    "even": f"{model_state / slope:.1f} images",
    "naive": f"{naive / 1e9:.2f} GB",
    "early": f"{sum(where[:3]) / activations:.0%}",
    "early-parameters": f"{sum(nbytes(p.parameters()) for p in net[:3]) / params:.0%}",
}
