# %% [markdown]
# # What each memory saver saves
# How much memory does ResNet-50 need at batch 64 with mixed precision, checkpointing,
# sharding or a smaller batch?

# %%
import matplotlib.pyplot as plt
import numpy as np
from _resnet50 import STAGES
from _training_step import training_step

# %% [markdown]
# ## Counted
# One step for each setting, on tensors that have shapes but no data. With FSDP this is
# the first of eight GPUs, each with a batch of its own, and nothing is sent. The module
# `_training_step` shows how. No GPU took part: there the CUDA context, workspaces and the
# allocator's cache come on top.

# %%
settings = {
    "fp32": ("FP32", {}),
    "fsdp": ("FSDP, 8 GPUs", {"gpus": 8}),
    "stage": ("checkpoint per stage", {"checkpoints": "stage"}),
    "bf16": ("BF16 autocast", {"bf16": True}),
    "block": ("checkpoint per block", {"checkpoints": "block"}),
    "batch-16": ("batch 16", {"batch": 16}),
    "both": ("BF16 and per block", {"bf16": True, "checkpoints": "block"}),
}
steps = {key: training_step(**options) for key, (_, options) in settings.items()}

# %% [markdown]
# ## The same from formulas
# $P$ bytes of parameters, as many of gradients, $2P$ of Adam's state; FSDP leaves an
# eighth of each. Every block keeps its input, with a checkpoint per stage only the first of
# each. Without checkpoints it also keeps the output of each convolution, for batch norm,
# and of each inner ReLU. BF16 halves each map, but autocast keeps a BF16 copy of each
# convolution's and the last layer's weight used outside of a checkpoint.

# %%
P = 4 * 25_557_032


def kept(batch=64, checkpoints=None, bf16=False, gpus=1):
    """Bytes kept for the backward pass; sharding does not change them."""
    convs = [(3, 64, 7, 112)]  # channels in and out, kernel, side of the output
    maps = [(3, 224), (64, 112), (2048, 1)]  # image, first ReLU, features
    before, side = 64, 56
    for width, count, first_stride in STAGES:
        for block in range(count):
            stride = first_stride if block == 0 else 1
            if checkpoints != "stage" or block == 0:
                maps += [(before, side)]
            if not checkpoints:
                maps += [(width, side), (width, side // stride)]
                convs += [(before, width, 1, side), (width, width, 3, side // stride)]
                # The last convolution and, where the width changes, the projection.
                widening = [width, before] if block == 0 else [width]
                convs += [(i, 4 * width, 1, side // stride) for i in widening]
            before, side = 4 * width, side // stride
    maps += [] if checkpoints else [(2048, 7)]  # the last ReLU keeps its output
    maps += [(o, side) for _, o, _, side in convs]
    numbers = batch * sum(c * side**2 for c, side in maps)
    other = batch * (8 * 64 * 56**2 + 4 * 1000 + 8)  # pooling's indices, scores, label
    other += 8 * sum(o for _, o, _, _ in convs)  # mean and scale of batch norm
    other += 4  # total weight of the labels
    copies = sum(i * o * k**2 for i, o, k, _ in convs) + 2048 * 1000
    return other + (2 * (numbers + copies) if bf16 else 4 * numbers)


held = {key: np.array(list(step.held.values())) for key, step in steps.items()}
formula = {}
for key, (name, options) in settings.items():
    state = np.array([P, P, 2 * P]) // options.get("gpus", 1)
    activations = kept(**options)
    formula[key] = state.sum() + activations
    print(f"{name:21} counted {held[key][3]:13,}  formula {activations:13,}")
    assert (held[key][:3] == state).all()
    # A fake batch norm counts its statistics in BF16, a real one in FP32.
    assert abs(held[key][3] / activations - 1) <= (1e-4 if "bf16" in options else 0)

# %% [markdown]
# ## What is left of each
# The striped part is alive only for a moment, but the memory must hold it: mostly what
# checkpointing computes again, or weights that FSDP has gathered and gradients of maps.

# %%
names = [name for name, _ in settings.values()]
peaks = np.array([step.peak for step in steps.values()])
more = np.maximum(0, peaks - [parts.sum() for parts in held.values()])
looks = [("C1", None), ("C2", "//"), ("C3", None), ("C0", None), ("0.85", "\\\\")]
kinds = [*steps["fp32"].held, "more at the peak"]
fig, ax = plt.subplots(num="savings", figsize=(5, 3.9))
left, rows = np.zeros(len(names)), np.arange(len(names))
sizes = (
    np.column_stack([*zip(*held.values(), strict=True), more]) / 1e9
)  # (setting, kind)
for kind, size, (c, hatch) in zip(kinds, sizes.T, looks, strict=True):
    ax.barh(names, size, left=left, label=kind, color=c, hatch=hatch, ec="0.5", lw=0)
    left += size
ax.bar_label(ax.containers[3], fmt="%.2f", label_type="center", color="w")
ax.bar_label(ax.containers[4], [f"{x:.2f} GB" for x in left], padding=5, weight=600)
marks = np.array(list(formula.values())) / 1e9
ax.vlines(marks, rows - 0.5, rows + 0.5, color="k", lw=1.6, label="formula")
ax.set(xlabel="memory (GB)", xlim=(0, 7.1))
ax.invert_yaxis()
ax.grid(False)
ax.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=2)

# %%
computed = {
    **{key: f"{parts[3] / 1e9:.2f} GB" for key, parts in held.items()},
    **{f"peak-{key}": f"{step.peak / 1e9:.2f} GB" for key, step in steps.items()},
    "sharded-state": f"{held['fsdp'][:3].sum() / 1e6:.1f} MB",
    "bf16-share": f"{held['bf16'][3] / held['fp32'][3]:.3f}×",
}
