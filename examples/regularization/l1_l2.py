# %% [markdown]
# # L1 and L2 penalties
# Both shrink weights. Why does only L1 set some of them to exactly zero?

# %%
import matplotlib.pyplot as plt
import torch

SEEDS = range(10)
SAMPLES = 100
PENALTY = 0.2
LR = 0.1
STEPS = 2000
features, useful = 20, 5
truth = torch.zeros(features, dtype=torch.double)
truth[:useful] = torch.tensor([2.0, -1.5, 1.0, -0.8, 0.6])


def draw(seed):
    """Normal features and targets with noise of sd 0.5."""
    torch.manual_seed(seed)
    x = torch.randn(SAMPLES, features, dtype=torch.double)
    return x, x @ truth + 0.5 * torch.randn(SAMPLES, dtype=torch.double)


# (seeds, samples, features) and (seeds, samples, 1)
x, y = map(torch.stack, zip(*map(draw, SEEDS), strict=True))
y = y[..., None]

# %% [markdown]
# ## One step of each
# A step on the penalty alone, with rate η: L2 multiplies the weight by $1-\eta\lambda$,
# which never gives zero. L1 subtracts the constant $\eta\lambda$ and stops at zero: the
# soft threshold. The gradient of $\lambda\lvert w\rvert$ is as large near zero as far
# away.


# %%
def shrink_l2(w, amount):
    return w * (1 - amount)


def shrink_l1(w, amount):
    return w.sign() * (w.abs() - amount).clamp(min=0)


def fit(shrink, lam):
    """Least squares for all seeds: a gradient step, then a step on the penalty."""
    square, product = x.mT @ x / x.shape[1], x.mT @ y / x.shape[1]
    w = torch.zeros_like(product)
    for _ in range(STEPS):
        w = shrink(w - LR * (square @ w - product), LR * lam)
    return w.squeeze(2)


l1, l2 = fit(shrink_l1, PENALTY), fit(shrink_l2, PENALTY)  # (seeds, features)

# %% [markdown]
# ## Checked
# At the L1 optimum the gradient of the data is $-\lambda\,\mathrm{sign}(w)$ where a
# weight is left and at most λ in size where it is zero. L2 has a closed form; here its
# step acts after the gradient's, so that λ counts as $\lambda/(1-\eta\lambda)$.

# %%
gradient = (x.mT @ (x @ l1[..., None] - y)).squeeze(2) / SAMPLES
kept = l1 != 0
assert torch.allclose(gradient[kept], -PENALTY * l1[kept].sign())
assert (gradient[~kept].abs() <= PENALTY).all()
ridge = PENALTY / (1 - LR * PENALTY) * torch.eye(features, dtype=torch.double)
closed = torch.linalg.solve(x.mT @ x / SAMPLES + ridge, x.mT @ y / SAMPLES)
assert torch.allclose(l2, closed.squeeze(2))

zeros_l1, zeros_l2 = (l1 == 0).sum(1), (l2 == 0).sum(1)
fig, ax = plt.subplots(num="weights")
places = torch.arange(features)
ax.axhline(0, color="0.5", lw=0.8)
ax.vlines(places - 0.15, 0, l2[0], color="C1")
ax.plot(places - 0.15, l2[0], "C1s")
ax.vlines(places + 0.15, 0, l1[0], color="C0")
ax.plot(places + 0.15, l1[0], "C0o")
ax.set(
    xlabel="feature; only the first five matter", ylabel="weight", xticks=[0, 5, 10, 15]
)
ax.text(7, 1.2, "L2 (squares): none is zero", color="C1")
ax.text(7, 0.8, f"L1 (dots): {zeros_l1[0]} of {features} are zero", color="C0")


def span(numbers):
    low, high = numbers.min().item(), numbers.max().item()
    return f"{low} of {features}" if low == high else f"{low} to {high} of {features}"


# %%
computed = {"useless": f"{features - useful} of {features}"}
measured = {
    "zeros-l1": (
        "most",
        "L1 sets most of the useless weights to exactly zero, and no useful one",
        (zeros_l1 > (features - useful) / 2).all().item()
        and kept[:, :useful].all().item(),
    ),
    "zeros-l2": (
        span(zeros_l2),
        "L2 sets no weight to exactly zero",
        (zeros_l2 == 0).all().item(),
    ),
}
setup = (
    f"least squares, {features} features of which {useful} matter, {SAMPLES} samples, "
    f"λ = {PENALTY}, {len(SEEDS)} seeds"
)
varied = {"SAMPLES": (50, 200), "PENALTY": (0.1, 0.4), "STEPS": (4000,)}
