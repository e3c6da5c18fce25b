# %% [markdown]
# # Fused optimizers
# How many operations does one Adam step take, in a loop over the parameters, for all at
# once, and fused?

# %%
import matplotlib.pyplot as plt
import torch
from _operations import Operations
from torch import nn

TENSORS = 161  # as many as ResNet-50 has

# %% [markdown]
# The tensors are small and on the CPU: only their number matters here. On a GPU an
# operation for all tensors can need several launches, far fewer than a loop.


# %%
def adam_step(**options):
    """Names of the operations of one step."""
    weights = [nn.Parameter(torch.ones(4)) for _ in range(TENSORS)]
    optimizer = torch.optim.Adam(weights, **options)
    for _ in range(2):  # the first step also makes the state
        for w in weights:
            w.grad = torch.ones(4)
        with Operations() as operations:
            optimizer.step()
    return [name for name, _, _ in operations.seen]


def stems(names):
    return [name.removeprefix("_foreach").strip("_") for name in names]


steps = {
    "loop": adam_step(foreach=False),
    "foreach": adam_step(foreach=True),
    "fused": adam_step(fused=True),
}
# Adam's update by hand: count the step; two averages; a root, a bias, ε; the new weight.
update = ["add", "lerp", "mul", "addcmul", "sqrt", "div", "add", "addcdiv"]
assert stems(steps["loop"]) == update * TENSORS
assert stems(steps["foreach"]) == update
assert stems(steps["fused"]) == ["add", "fused_adam"]
counts = {name: len(names) for name, names in steps.items()}

# %%
fig, ax = plt.subplots(num="operations", figsize=(5, 1.8))
for name, count in counts.items():
    ax.semilogx(count, name, "o", color="C0")
    ax.axhline(name, color="0.85", lw=0.8, zorder=0)
    ax.text(1.3 * count, name, f"{count:,}", va="center", color="C0", weight=600)
ax.set(xlabel="operations in one step of Adam", xlim=(1, 8000), ylim=(-0.5, 2.5))
ax.invert_yaxis()
ax.grid(False)

# %%
computed = {f"adam-{name}": f"{count:,}" for name, count in counts.items()}
