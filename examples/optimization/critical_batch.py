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

# %%
rng = np.random.default_rng(0)
H = np.array([1.0, 3.0, 10.0])  # curvatures: a diagonal Hessian
G = H * np.array([1.0, 0.5, 0.2])  # true gradient
critical = 64
sd = np.sqrt(critical * (G @ (H * G)) / H.sum())  # of one example's gradient
batches = 4 ** np.arange(7)


def best_step(B):
    """The step that lowers the loss most, on average over many batches of B."""
    trials = 400 + 1_000_000 // B
    g = G + sd * rng.standard_normal((trials, B, 3)).mean(1)  # (trials, 3)
    return (g @ G).mean() / (g**2 @ H).mean()


found = np.array([best_step(B) for B in batches])
largest = (G @ G) / (G @ (H * G))
np.testing.assert_allclose(found, largest / (1 + critical / batches), rtol=0.02)
at_critical = found[list(batches).index(critical)]
linear_at_critical = largest / (1 + critical) * critical  # in proportion from B = 1

# %%
fig, ax = plt.subplots(num="critical-batch")
fine = np.geomspace(1, 4096, 40)
linear = largest / (1 + critical) * fine
ax.axvline(critical, color="0.5", linewidth=1, linestyle=(0, (1.2, 1.5)))
ax.plot(fine, linear, color="C1", linestyle=(0, (5, 2)))
ax.plot(fine, largest / (1 + critical / fine), color="C0", linestyle="-")
ax.plot(batches, found, "o", color="C0")
ax.set(xscale="log", yscale="log", ylim=(0.002, 0.4), xlim=(0.8, 6000))
ax.set(xticks=[1, 4, 16, 64, 256, 1024, 4096], yticks=[0.01, 0.1])
ax.set(xticklabels=[1, 4, 16, 64, 256, 1024, 4096], yticklabels=["0.01", "0.1"])
ax.set(xlabel="batch size B (log)", ylabel="best learning rate (log)")
ax.text(critical * 1.15, 0.0026, "critical batch size", color="0.5")
ax.text(50, 0.2, "linear rule", color="C1", ha="right")
label = "best step:\nmeasured (dots),\ntheory (line)"
ax.text(300, 0.07, label, color="C0", va="center")

# %%
facts = {
    "critical": f"{critical}",
    "at-critical": f"{at_critical / largest:.0%}",
    "linear-at-critical": f"{linear_at_critical / at_critical:.1f}×",
}
