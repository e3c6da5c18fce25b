# %% [markdown]
# # Symmetry of equal weights
# Why may the weights not all start at the same value, and which may start at zero?

# %%
import matplotlib.pyplot as plt
import torch
from torch.nn.functional import binary_cross_entropy_with_logits as bce

HIDDEN = 8
STEPS = 2000
x = torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=torch.float64)
y = torch.tensor([0, 1, 1, 0], dtype=torch.float64)  # XOR

# %% [markdown]
# A hidden unit is its incoming and outgoing weights. Two units with the same weights
# compute the same, so they get the same gradient and stay the same: the layer acts as
# one unit however wide it is.


# %%
def start(kind):
    """First and last layer, as rows of incoming and as outgoing weights."""
    torch.manual_seed(0)
    w, b = torch.randn(HIDDEN, 2), torch.zeros(HIDDEN)  # (units, inputs), (units,)
    out = torch.randn(HIDDEN) / HIDDEN**0.5
    if kind == "constant":
        w, out = torch.full_like(w, 0.5), torch.full_like(out, 0.5)
    if kind == "zero":
        w, out = torch.zeros_like(w), torch.zeros_like(out)
    if kind == "zero last layer":
        out = torch.zeros_like(out)
    return [p.double().requires_grad_() for p in (w, b, out, torch.zeros(1))]


def loss(params, y=y):
    w, b, out, bias = params
    return bce(torch.tanh(x @ w.T + b) @ out + bias, y)  # (4, units) @ (units,)


def train(kind):
    params = start(kind)
    opt, losses = torch.optim.SGD(params, lr=0.5), []
    for _ in range(STEPS):
        opt.zero_grad()
        now = loss(params)
        now.backward()
        opt.step()
        losses.append(now.item())
    units = torch.cat([params[0], params[1][:, None], params[2][:, None]], dim=1)
    different = len({tuple(unit) for unit in units.detach().round(decimals=9).tolist()})
    return losses, different


kinds = ["constant", "zero", "zero last layer", "random"]
runs = {kind: train(kind) for kind in kinds}

# %% [markdown]
# All zero is worse still. The gradient of the last layer is the hidden activation, zero,
# and that of the first is multiplied by the last layer, zero: no weight ever moves.

# %%
params = start("zero")
loss(
    params, torch.tensor([0, 1, 1, 1]).double()
).backward()  # OR: its mean is not one half
weights = params[:3]  # the last bias alone sees the labels
moving = sum(int((p.grad != 0).any()) for p in weights)
assert moving == 0

# %%
fig, ax = plt.subplots(num="losses", figsize=(5.0, 2.8))
for kind, color, dash, at in zip(
    kinds,
    ["C1", "0.5", "C2", "C0"],
    ["--", "-", (0, (1, 3)), "-"],
    [(1000, 0.52), (1000, 0.72), (300, 0.12), (300, 0.04)],
    strict=True,
):
    ax.plot(range(0, STEPS, 20), runs[kind][0][::20], color=color, linestyle=dash)
    ax.text(*at, kind, color=color)
ax.set(xlabel="step", ylabel="loss on XOR", ylim=(0, 0.8))

# %%
computed = {
    "constant": f"{runs['constant'][1]} of {HIDDEN}",
    "random": f"{runs['random'][1]} of {HIDDEN}",
    "zero-last": f"{runs['zero last layer'][1]} of {HIDDEN}",
    "zero-moving": f"{moving} of {len(weights)}",
}
