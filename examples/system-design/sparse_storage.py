# %% [markdown]
# # When a sparse matrix saves memory
# Which share of a matrix must be zero before storing only the others pays?

# %%
import matplotlib.pyplot as plt
import torch

# %% [markdown]
# Stored as a sparse matrix, a weight that is left costs an index too. With four bytes
# for each of the two, nothing is saved until half of the weights are gone. PyTorch's `to_sparse_csr()`
# uses indices of eight bytes, so there it takes two thirds. In compressed rows (CSR) the
# index is a weight's column, and each row adds where it ends.

# %%
torch.manual_seed(0)
SIDE = 1000
order = torch.randperm(SIDE**2)


def saving(zeros):
    """Bytes of the dense matrix over those of its sparse form."""
    dense = torch.ones(SIDE**2)
    dense[order[: round(zeros * SIDE**2)]] = 0
    dense = dense.view(SIDE, SIDE)
    rows, columns = dense.nonzero(as_tuple=True)
    ends = torch.bincount(rows, minlength=SIDE).cumsum(0)
    stored = dense[rows, columns], columns.int(), ends.int()
    return dense.nbytes / sum(part.nbytes for part in stored)


shares = [0.0, 0.2, 0.4, 0.5, 0.6, 0.8, 0.9]
savings = {share: saving(share) for share in shares}
assert all(abs(s * 2 * (1 - share) - 1) < 0.01 for share, s in savings.items())

# %%
fig, ax = plt.subplots(num="saving", figsize=(5, 2.6))
ax.axhline(1, color="0.5", lw=0.8)
ax.plot(shares, savings.values(), "o-", color="C0")
ax.text(0.0, 1.15, "dense", color="0.5")
ax.set_xticks(shares, [f"{share:.0%}" for share in shares])
ax.set(xlabel="share of zeros", ylabel="saving of memory", ylim=(0, 5.5))

# %%
computed = {
    f"sparse-{100 * share:.0f}": f"{savings[share]:.1f}×" for share in (0.5, 0.9)
}
