# %% [markdown]
# # Steps of Lion, Shampoo and Muon
# What do three younger optimizers make of the gradient of one weight matrix, and what
# do they store?

# %%
import matplotlib.pyplot as plt
import torch

SEEDS = range(10)
ROWS = 64
COLUMNS = 256


# %%
def lion_step(w, g, m, lr, decay, beta1=0.9, beta2=0.99):
    """Sign of a mix of memory and gradient; the memory is updated afterwards."""
    update = torch.sign(beta1 * m + (1 - beta1) * g)
    w = w - lr * (update + decay * w)
    return w, beta2 * m + (1 - beta2) * g


def shampoo_step(w, g, left, right, lr):
    """Gradient between inverse fourth roots of sums over rows and over columns."""
    left, right = left + g @ g.T, right + g.T @ g  # (rows, rows), (columns, columns)

    def inverse_root(a):
        values, vectors = torch.linalg.eigh(a)
        power = torch.where(
            values > 1e-9 * values.max(), values.clamp(min=0) ** -0.25, 0
        )
        return (vectors * power) @ vectors.T

    return w - lr * inverse_root(left) @ g @ inverse_root(right), left, right


def orthogonalize(g, steps=5, a=3.4445, b=-4.7750, c=2.0315):
    """Muon's Newton-Schulz: drives all singular values toward one, no SVD."""
    x = g / (g.norm() + 1e-12)  # zeros stay zeros
    for _ in range(steps):
        gram = x @ x.T
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x


# %% [markdown]
# With the SVD $G = U S V^\top$, Shampoo's first step from empty sums is $U V^\top$: all
# directions equally long. Muon does about that in each step, to its momentum. Both are
# compared with the SVD, Muon's iteration as a polynomial of the singular values alone.

# %%
ends, spreads = [], []
for seed in SEEDS:
    torch.manual_seed(seed)
    g = torch.randn(ROWS, COLUMNS, dtype=torch.float64)
    g = g @ torch.diag(torch.logspace(0, -3, COLUMNS, dtype=torch.float64))
    u, s, vt = torch.linalg.svd(g, full_matrices=False)
    zeros = [torch.zeros(n, n, dtype=torch.float64) for n in g.shape]
    moved, _, _ = shampoo_step(torch.zeros_like(g), g, *zeros, lr=1.0)
    torch.testing.assert_close(-moved, u @ vt)
    p = s / s.norm()
    for _ in range(5):
        p = 3.4445 * p - 4.7750 * p**3 + 2.0315 * p**5
    orthogonal = orthogonalize(g)
    torch.testing.assert_close(orthogonal, (u * p) @ vt)
    ends.append(torch.linalg.svdvals(orthogonal))
    spreads.append((s.max() / s.min()).item())

# %% [markdown]
# Lion's first step from an empty memory is the sign of the gradient. A tenth of it,
# turned round, then takes the step back: its share of the mix is larger than memory's.

# %%
zeros = torch.zeros_like(g)
w, memory = lion_step(zeros, g, zeros, lr=1.0, decay=0.0)
assert torch.equal(w, -g.sign())
w, _ = lion_step(w, -g / 10, memory, lr=1.0, decay=0.0)
assert torch.equal(w, zeros)

# %% [markdown]
# PyTorch's Muon takes the same step, in bfloat16.

# %%
weight = torch.zeros(ROWS, COLUMNS, requires_grad=True)
opt = torch.optim.Muon([weight], lr=1.0, momentum=0.0, nesterov=False, weight_decay=0.0)
weight.grad = g.float()
opt.step()
apart = (weight.detach().double() + orthogonalize(g)).norm() / orthogonalize(g).norm()
assert apart < 0.02

# %%
fig, ax = plt.subplots(num="singular-values", figsize=(5.0, 3.0))
order = torch.arange(1, ROWS + 1)
ax.plot(order, s / s.max(), color="C1", linestyle="--")
ax.plot(order, ends[-1], color="C0")
ax.set(xlabel="singular direction", ylabel="singular value", ylim=(0, 1.4))
ax.text(12, 0.3, "gradient (over its largest)", color="C1")
ax.text(20, 1.2, "Muon's step", color="C0")

# %% [markdown]
# ## State
# Numbers stored beside a matrix of 1,024 rows and 4,096 columns.

# %%
m, n = 1024, 4096
stored = {"Adam": 2 * m * n, "Lion": m * n, "Muon": m * n, "Shampoo": m * m + n * n}

# %%
low, high = min(e.min() for e in ends).item(), max(e.max() for e in ends).item()
computed = {
    "adam": f"{stored['Adam'] / 1e6:.1f} million",
    "lion": f"{stored['Lion'] / 1e6:.1f} million",
    "shampoo": f"{stored['Shampoo'] / 1e6:.1f} million",
}
measured = {
    "muon": (
        f"{low:.1f} to {high:.1f}",
        "after five iterations all singular values lie between 0.6 and 1.3",
        low > 0.6 and high < 1.3,
    ),
    "before": (
        f"{min(spreads):.0f}× to {max(spreads):.0f}×",
        "the gradient's largest singular value is over five times its smallest",
        min(spreads) > 5,
    ),
}
setup = f"random {ROWS}×{COLUMNS} gradients with uneven columns, {len(SEEDS)} seeds"
varied = {"ROWS": (32, 128)}
