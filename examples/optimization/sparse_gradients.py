# %% [markdown]
# # Sparse gradients
# An embedding gets a gradient only in the rows that a batch uses. Which optimizers
# touch only those rows, and which move the others too?

# %%
import matplotlib.pyplot as plt
import torch
from torch import nn

# %% [markdown]
# ## Who accepts a sparse gradient
# With `sparse=True` the gradient of the table holds only the rows used.

# %%
optimizers = {
    "SGD": lambda p: torch.optim.SGD(p, lr=0.1),
    "Adagrad": lambda p: torch.optim.Adagrad(p, lr=0.1),
    "SparseAdam": lambda p: torch.optim.SparseAdam(p, lr=0.1),
    "RMSprop": lambda p: torch.optim.RMSprop(p, lr=0.1),
    "Adam": lambda p: torch.optim.Adam(p, lr=0.1),
    "AdamW": lambda p: torch.optim.AdamW(p, lr=0.1),
}
torch.manual_seed(0)
torch.sparse.check_sparse_tensor_invariants.disable()  # or Adagrad warns
changed, refused = {}, []
for name, make in optimizers.items():
    table = nn.Embedding(1000, 4, sparse=True)
    before, opt = table.weight.detach().clone(), make(list(table.parameters()))
    table(torch.tensor([3, 7])).sum().backward()
    assert table.weight.grad.is_sparse
    try:
        opt.step()
        changed[name] = int((table.weight != before).any(dim=1).sum())
    except RuntimeError:
        refused.append(name)
assert set(changed.values()) == {2}
changed, refused

# %% [markdown]
# ## Dense gradients: momentum moves rows that were not used
# Twelve rows, twelve steps, one row per step. With a zero gradient plain SGD leaves a
# row alone; momentum and Adam go on moving it.


# %%
def movement(make, rows=12):
    table = nn.Embedding(rows, 1).double()
    opt, moved = make(list(table.parameters())), []
    for step in range(rows):
        before = table.weight.detach().clone()
        opt.zero_grad()
        table(torch.tensor([step])).sum().backward()
        opt.step()
        # (rows, 1) -> (rows,), in multiples of the rate
        moved.append((table.weight.detach() - before).abs()[:, 0] / 0.1)
    return torch.stack(moved, dim=1)  # (row, step)


dense = {
    "SGD": movement(optimizers["SGD"]),
    "momentum 0.9": movement(lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9)),
    "Adam": movement(optimizers["Adam"]),
}
fig, axes = plt.subplots(1, 3, num="rows-moved", figsize=(5.0, 2.2), sharey=True)
for ax, (name, moved) in zip(axes, dense.items(), strict=True):
    ax.imshow(moved / moved.max(), vmin=0, vmax=1)
    ax.set(title=name, xlabel="step", xticks=[0, 5, 10], yticks=[0, 5, 10])
    ax.grid(False)
axes[0].set_ylabel("row of the table")

# %%
later = dense["momentum 0.9"][0]  # row 0 is used in step 0 only
t = torch.arange(12, dtype=torch.float64)
torch.testing.assert_close(later, 0.9**t)
assert not dense["SGD"][0, 1:].any()
# Adam: both averages fade, each divided by its bias correction.
m, v = 0.1 * 0.9**t / (1 - 0.9 ** (t + 1)), 0.001 * 0.999**t / (1 - 0.999 ** (t + 1))
torch.testing.assert_close(dense["Adam"][0], m / v**0.5, rtol=1e-6, atol=0)

# %%
computed = {
    "rows-changed": f"{changed['SGD']} rows",
    "accept": ", ".join(changed),
    "refuse": ", ".join(refused),
    "momentum-next": f"{later[1]:.0%}",
    "sgd-next": f"{dense['SGD'][0, 1]:.0%}",
}
