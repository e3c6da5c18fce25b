# %% [markdown]
# # Regression losses and one outlier
# How far does one wild target pull the fit, and which loss lets it?

# %%
import matplotlib.pyplot as plt
import torch
from torch.nn import functional as F

losses = {
    "MSE": F.mse_loss,
    "L1": F.l1_loss,
    "Smooth L1": F.smooth_l1_loss,
}


def smooth_l1(error, beta=1.0):
    """Half the square, over beta, inside |e| < beta; a line of slope 1 outside.

    With beta 0 it is L1, as in PyTorch.
    """
    size = error.abs()
    if beta == 0:
        return size
    return torch.where(size < beta, 0.5 * error**2 / beta, size - 0.5 * beta)


# %% [markdown]
# ## By hand against PyTorch
# $e = \hat{y} - y$. Huber with threshold $\delta = \beta$ is $\beta$ times Smooth L1.

# %%
e = torch.tensor([0, 0.5, 1, 2, -3], dtype=torch.float64, requires_grad=True)
zero = torch.zeros_like(e)
for beta in (0.5, 1.0, 2.0):
    module = F.smooth_l1_loss(e, zero, beta=beta, reduction="none")
    huber = F.huber_loss(e, zero, delta=beta, reduction="none")
    assert torch.allclose(smooth_l1(e, beta), module)
    assert torch.allclose(huber, beta * module)
assert torch.equal(smooth_l1(e, 0), F.smooth_l1_loss(e, zero, beta=0, reduction="none"))
assert torch.allclose((e**2).mean(), F.mse_loss(e, zero))
values = smooth_l1(e)
(slopes,) = torch.autograd.grad(values.sum(), e)
values.tolist(), slopes.tolist()

# %% [markdown]
# ## Loss and slope
# The slope is the pull of one sample. MSE pulls in proportion to the error, L1 always
# with 1, Smooth L1 in proportion up to β and with 1 beyond.

# %%
fig, (top, low) = plt.subplots(2, 1, num="slope", figsize=(5, 4.4), sharex=True)
half = torch.linspace(1e-4, 3, 31)
grid = torch.cat([-half.flip(0), half]).requires_grad_()
for name, loss in losses.items():
    curve = loss(grid, torch.zeros_like(grid), reduction="none")
    (slope,) = torch.autograd.grad(curve.sum(), grid)
    top.plot(grid.detach(), curve.detach())
    low.plot(grid.detach(), slope)
top.set(ylabel="loss", ylim=(0, 5), title="Loss of one sample")
low.set(xlabel="error e", ylabel="slope", ylim=(-3.2, 3.2), title="Its pull: the slope")
low.set(xlim=(-3.2, 4.3), xticks=range(-3, 4))
top.text(1.95, 4.2, "MSE", color="C0", ha="right")
top.text(3.1, 3, "L1", color="C1")
top.text(3.1, 2.3, "Smooth L1", color="C2")
# %% [markdown]
# ## The best constant
# Five targets, four of them 0. Which constant has the lowest loss when the fifth
# moves away? MSE answers with the mean, L1 with the median.

# %%
wild = torch.linspace(0, 100, 41, dtype=torch.float64)
constants = torch.arange(0, 101, 0.05, dtype=torch.float64)
best = {name: [] for name in losses}
for x in wild:
    targets = torch.stack([zero[0]] * 4 + [x]).detach()
    pairs = torch.broadcast_tensors(constants[:, None], targets)  # twice (2020, 5)
    for name, loss in losses.items():
        best[name].append(constants[loss(*pairs, reduction="none").mean(1).argmin()])
assert torch.allclose(torch.stack(best["MSE"]), wild / 5, atol=0.03)  # the mean
assert not any(best["L1"])  # the median
assert abs(best["Smooth L1"][-1] - 0.25) < 1e-9  # 4c = 1: the pulls cancel

# %%
fig, ax = plt.subplots(num="outlier")
ax.set(xlabel="value of the fifth target", ylabel="best constant")
ax.set(ylim=(-2.5, 21), yticks=range(0, 21, 5))
for name, place in {"MSE": (70, 16), "L1": (60, -1.7), "Smooth L1": (60, 1)}.items():
    (line,) = ax.plot(wild, best[name])
    ax.text(*place, name, color=line.get_color(), ha="right")

# %%
computed = {
    "best-mse": f"{best['MSE'][-1]:.1f}",
    "best-l1": f"{best['L1'][-1]:.1f}",
    "best-smooth-l1": f"{best['Smooth L1'][-1]:.2f}",
    "values": ", ".join(f"{v:g}" for v in values.tolist()),
    "slopes": ", ".join(f"{v:g}" for v in slopes.tolist()).replace("-", "−"),
    "values-half-beta": ", ".join(f"{v:g}" for v in smooth_l1(e, 0.5).tolist()),
}
