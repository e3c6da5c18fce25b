# %% [markdown]
# # Where training memory goes
# What fills the memory when ResNet-50 trains at batch 64: parameters, gradients,
# optimizer state or activations?

# %%
from itertools import pairwise

import matplotlib.pyplot as plt
import torch
import torch.nn.functional as F
from _resnet50 import resnet50
from torch.autograd.graph import saved_tensors_hooks

# %% [markdown]
# ## Count
# Autograd tells us each tensor that it keeps for the backward pass. We count each
# storage once, and leave out the model's own. On the meta device tensors have shapes
# but no data, so batch 64 needs neither gigabytes nor minutes.

# %%
with torch.device("meta"):
    net = resnet50()
    x, labels = torch.empty(64, 3, 224, 224), torch.zeros(64, dtype=torch.long)
parts = [net.stem, *net.stages, net.head]
own = {t.untyped_storage() for t in (*net.parameters(), *net.buffers())}
kept, every, after = set(), [], [0]
# Sides of the maps: of the stem's before its pool, then of each stage's.
sides = [net.stem[0](x).shape[-1]]


def pack(t):
    if t.untyped_storage() not in own:
        kept.add(t.untyped_storage())
        every.append(t.nbytes)
    return t


with saved_tensors_hooks(pack, lambda t: t):
    for part in parts:
        x = part(x)
        if part in net.stages:
            sides.append(x.shape[-1])
        after.append(sum(storage.nbytes() for storage in kept))
    loss = F.cross_entropy(x, labels)
# What the loss keeps counts as the head's.
after[-1] = sum(storage.nbytes() for storage in kept)
where = [end - start for start, end in pairwise(after)]
activations, naive = sum(where), sum(every)
# Counted as in `activation_memory`, stem and stages in maps of 64 × 56² numbers.
maps = 64 * 56**2 * (11 + 40 + 29 + 20.5 + 5.75) + 3 * 224**2 + 2048 + 1000 + 2
assert activations == 4 * (64 * maps + 2 * 26_560 + 1)  # and the means, the scales
assert sides == [224 // stride for stride in (2, 4, 8, 16, 32)]

# %% [markdown]
# Gradients appear with the backward pass, optimizer state with the first step.


# %%
def nbytes(tensors):
    return sum(t.nbytes for t in tensors)


loss.backward()
params, grads = nbytes(net.parameters()), nbytes(p.grad for p in net.parameters())
optimizers = {
    "adam": torch.optim.Adam(net.parameters()),
    "momentum": torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9),
}
state = {}
for name, optimizer in optimizers.items():
    optimizer.step()
    state[name] = nbytes(t for s in optimizer.state.values() for t in s.values())
assert params == grads == state["momentum"] == 4 * 25_557_032  # torchvision's count
# Two moments of each parameter, and a step counter of four bytes for each tensor.
assert state["adam"] == 2 * params + 4 * len(list(net.parameters()))

model_state = params + grads + state["adam"]
total = model_state + activations
sizes = {"parameters": params, "gradients": grads, **state, "activations": activations}
for name, size in sizes.items():
    print(f"{name:12}{size:14,}")

# %% [markdown]
# ## Where in the network
# Early maps are large and have few channels; late weights are many and see small maps.

# %%
params_of = [nbytes(part.parameters()) for part in parts]
fig, axes = plt.subplots(1, 2, sharey=True, num="where", figsize=(5, 2.5))
with_maps = ["stem", *(f"stage {k}" for k, _ in enumerate(net.stages, 1))]
names = [f"{name}, {side}²" for name, side in zip(with_maps, sides, strict=True)]
names.append("head")
panels = {
    "parameters (%)": (params_of, "C1", "//"),
    "activations (%)": (where, "C0", None),
}
for ax, (title, (sizes_of, c, hatch)) in zip(axes, panels.items(), strict=True):
    percent = [100 * size / sum(sizes_of) for size in sizes_of]
    ax.barh(names, percent, color=c, hatch=hatch)
    for row, p in enumerate(percent):
        ax.text(p + 1.5, row, f"{p:.0f}" if p >= 0.5 else "< 1", va="center")
    ax.set(title=title, xlim=(0, 72), xticks=[])
    ax.grid(False)
    ax.spines.bottom.set_visible(False)
axes[0].invert_yaxis()

# %%
computed = {
    "count": f"{params // 4:,}",
    "parameters": f"{params / 1e6:.1f} MB",
    "gradients": f"{grads / 1e6:.1f} MB",
    "adam": f"{state['adam'] / 1e6:.1f} MB",
    "momentum": f"{state['momentum'] / 1e6:.1f} MB",
    "buffers": f"{nbytes(net.buffers()) / 1e6:.2f} MB",
    "activations": f"{activations / 1e9:.2f} GB",
    "state": f"{model_state / 1e9:.2f} GB",
    "total": f"{total / 1e9:.2f} GB",
    "share": f"{activations / total:.0%}",
    "ratio": f"{activations / model_state:.1f}×",
    "even": f"{model_state / (activations / 64):.1f} images",
    "naive": f"{naive / 1e9:.2f} GB",
    "early": f"{sum(where[:3]) / activations:.0%}",
    "early-parameters": f"{sum(params_of[:3]) / params:.0%}",
}
