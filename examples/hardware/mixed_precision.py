# %% [markdown]
# # What mixed precision keeps in FP32
# Does training in half precision halve the memory of parameters and gradients?

# %%
import matplotlib.pyplot as plt
import torch
from torch import nn

torch.manual_seed(0)


def nbytes(tensors):
    """Bytes of all tensors with more than one element; step counters are left out."""
    return sum(t.numel() * t.element_size() for t in tensors if t.numel() > 1)


def train_step(dtype=torch.float32, autocast=False, master=False):
    """One Adam step of a small net; bytes per parameter, and the data types.

    Last come casts of weights, which the graph holds until the backward pass. FP32
    gradients of a master copy are not counted: the update alone needs them.
    """
    net = nn.Sequential(nn.Linear(64, 256), nn.ReLU(), nn.Linear(256, 8)).to(dtype)
    weights = list(net.parameters())
    copies = [w.detach().float() for w in weights] if master else weights
    optimizer = torch.optim.Adam(copies, lr=1e-3)
    shapes, casts = {w.shape for w in weights}, {}

    def pack(t):
        if t.dtype != dtype and {t.shape, t.mT.shape} & shapes:
            casts[t.untyped_storage().data_ptr()] = t
        return t

    # As inside of a larger net, the input needs a gradient too.
    x = torch.randn(32, 64, dtype=dtype, requires_grad=True)
    half = torch.autocast("cpu", torch.bfloat16, enabled=autocast)
    with half, torch.autograd.graph.saved_tensors_hooks(pack, lambda t: t):
        output = net(x)
    output.float().square().mean().backward()
    for copy, w in zip(copies, weights, strict=True):
        copy.grad = w.grad.to(copy.dtype)
    optimizer.step()
    state = [t for s in optimizer.state.values() for t in s.values()]
    parts = {
        "parameters": nbytes(weights),
        "gradients": nbytes(w.grad for w in weights),
        "FP32 master": nbytes(copies) if master else 0,
        "Adam state": nbytes(state),
    }
    n = sum(w.numel() for w in weights)
    dtypes = [weights[0].dtype, weights[0].grad.dtype, state[1].dtype, output.dtype]
    return {k: v / n for k, v in parts.items()}, dtypes, nbytes(casts.values()) / n


runs = {
    "FP32": train_step(),
    "autocast BF16": train_step(autocast=True),
    "BF16 + FP32 master": train_step(torch.bfloat16, master=True),
    "pure BF16": train_step(torch.bfloat16),
}
for name, (parts, _, casts) in runs.items():
    print(f"{name:20}", *(f"{part} {size:g}" for part, size in parts.items()), sep="  ")
    print(f"{'':20}  casts of weights {casts:.2f}")

weight, gradient, adam, output = runs["autocast BF16"][1]
assert weight == gradient == adam == torch.float32
assert output == torch.bfloat16
assert [sum(run[0].values()) for run in runs.values()] == [16, 16, 16, 8]
# Each weight of a layer is cast once, each bias is not kept: a little below 2 bytes.
casts = {name: run[2] for name, run in runs.items()}
assert casts["autocast BF16"] == 2 * (64 * 256 + 256 * 8) / (65 * 256 + 257 * 8)
assert not any(size for name, size in casts.items() if name != "autocast BF16")

# %% [markdown]
# Autocast leaves weights, gradients and optimizer state in FP32 and casts on the fly; a
# cast of each weight stays until the backward pass. A BF16 model with an FP32 master copy
# spends what it saves. Of the four only the pure BF16 model is smaller, and it loses
# small updates: see `lost_updates`. This is autocast on the CPU. On a GPU linear layers
# and convolutions run in half precision too; the lists of other operations differ.

# %%
fig, ax = plt.subplots(num="bytes-per-parameter", figsize=(5, 2.4))
left = dict.fromkeys(runs, 0)
looks = {
    "parameters": ("C1", None),
    "gradients": ("C2", "//"),
    "FP32 master": ("C4", "\\\\"),
    "Adam state": ("C3", None),
}
for part, (c, hatch) in looks.items():
    for name, (parts, *_) in runs.items():
        ax.barh(name, parts[part], left=left[name], color=c, hatch=hatch, ec="w")
        if parts[part]:
            middle, size = left[name] + parts[part] / 2, f"{parts[part]:.0f}"
            box = {"fc": c, "ec": "none", "pad": 1.5}
            look = {"ha": "center", "va": "center", "color": "w", "bbox": box}
            ax.text(middle, name, size, **look)
        left[name] += parts[part]
places = ((0, -1), (4, -0.6), (8, -1), (12, -0.6))  # in two rows: they are wide
for (part, (c, _)), place in zip(looks.items(), places, strict=True):
    ax.text(*place, part, color=c)
for name, size in left.items():
    cast = f" + {casts[name]:.0f}" if casts[name] else ""
    ax.text(size + 0.2, name, f"{size:.0f}{cast}", va="center", weight=600)
ax.set(xlabel="bytes per parameter, + casts", xlim=(0, 18.5), xticks=[])
ax.invert_yaxis()
ax.grid(False)

# %%
computed = {
    "bytes-fp32": f"{sum(runs['FP32'][0].values()):.0f} bytes",
    "bytes-autocast": f"{sum(runs['autocast BF16'][0].values()):.0f} bytes",
    "bytes-master": f"{sum(runs['BF16 + FP32 master'][0].values()):.0f} bytes",
    "bytes-pure": f"{sum(runs['pure BF16'][0].values()):.0f} bytes",
    "bytes-casts": f"{casts['autocast BF16']:.0f} bytes",
    "autocast-weight": str(weight).removeprefix("torch."),
    "autocast-gradient": str(gradient).removeprefix("torch."),
    "autocast-adam": str(adam).removeprefix("torch."),
    "autocast-output": str(output).removeprefix("torch."),
}
