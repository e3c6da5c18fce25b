# %% [markdown]
# # The critical batch size
# Up to which batch size does the best learning rate grow with the batch?

# %%
import matplotlib.pyplot as plt
import numpy as np

# %% [markdown]
# With $B$ examples the mean gradient is $G$ plus noise of covariance $\Sigma / B$. On a
# bowl with curvatures $H$ the best single step is
# $\alpha^*(B) = \alpha_{\max} / (1 + B_c/B)$ with
# $B_c = \mathrm{tr}(H\Sigma) / G^\top H G$: linear in $B$ far below $B_c$, flat above.
# The noise is set so that $B_c = 64$. Each marker is the best step over random batches.
# Going from a batch $B_0$ to $B$, the linear rule asks for $(B + B_c)/(B_0 + B_c)$
# times the best step: what it does wrong depends on where one starts.

# %%
SEEDS = range(10)
CRITICAL = 64
DRAWN = 200_000  # examples for each batch size and seed
H = np.array([1.0, 3.0, 10.0])  # curvatures: a diagonal Hessian
G = H * np.array([1.0, 0.5, 0.2])  # true gradient
sd = np.sqrt(CRITICAL * (G @ (H * G)) / H.sum())  # of one example's gradient
batches = np.array([1, 4, 16, 32, 64, 256, 1024, 4096])


def best_step(B, rng):
    """The step that lowers the loss most, on average over many batches of B."""
    trials = max(100, DRAWN // B)
    g = G + sd * rng.standard_normal((trials, B, 3)).mean(1)  # (trials, 3)
    return (g @ G).mean() / (g**2 @ H).mean()


rngs = [np.random.default_rng(seed) for seed in SEEDS]
found = np.array([[best_step(B, rng) for B in batches] for rng in rngs])
limit = (G @ G) / (G @ (H * G))  # alpha_max
np.testing.assert_allclose(found.mean(0), limit / (1 + CRITICAL / batches), rtol=0.03)
at_critical = found[:, batches == CRITICAL] / limit  # (seeds, 1)


def too_long(start):
    """Linear rule over best step at the critical size, from the best step at start."""
    return 2 * CRITICAL / (start + CRITICAL)


for start in (1, 32):
    asked = found[:, batches == start] * CRITICAL / start
    ratio = (asked / found[:, batches == CRITICAL]).mean()
    np.testing.assert_allclose(ratio, too_long(start), rtol=0.03)

# %%
fig, ax = plt.subplots(num="critical-batch")
fine = np.geomspace(1, 4096, 40)
linear = limit / (1 + CRITICAL) * fine
ax.axvline(CRITICAL, color="0.5", linewidth=1, linestyle=(0, (1.2, 1.5)))
ax.plot(fine, linear, color="C1", linestyle=(0, (5, 2)))
ax.plot(fine, limit / (1 + CRITICAL / fine), color="C0", linestyle="-")
ax.plot(batches, found[0], "o", color="C0")
ax.set(xscale="log", yscale="log", ylim=(0.002, 0.4), xlim=(0.8, 6000))
powers = [4**n for n in range(7)]
ax.set(xticks=powers, xticklabels=powers)
ax.set(yticks=[0.01, 0.1], yticklabels=["0.01", "0.1"])
ax.set(xlabel="batch size B (log)", ylabel="best learning rate (log)")
ax.text(CRITICAL * 1.15, 0.0026, "critical batch size", color="0.5")
ax.text(50, 0.2, "linear rule\nfrom batch one", color="C1", ha="right")
label = "best step:\nmeasured (dots),\ntheory (line)"
ax.text(300, 0.07, label, color="C0", va="center")

# %%
computed = {
    "linear-at-critical": f"{too_long(1):.1f}×",
    "linear-from-32": f"{too_long(32):.2f}×",
}
measured = {
    "at-critical": (
        "half",
        "at the critical batch size the best step is half of its limit",
        bool((abs(at_critical - 0.5) < 0.04).all()),
    ),
}
given = {"critical": f"{CRITICAL}"}
setup = f"bowl with curvatures 1, 3 and 10, Gaussian noise, {len(SEEDS)} seeds"
varied = {"CRITICAL": (16, 256), "DRAWN": (100_000, 400_000)}
