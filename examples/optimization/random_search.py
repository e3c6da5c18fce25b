# %% [markdown]
# # Searching for settings
# How many random trials are enough, what does a grid miss, and what does it save to stop bad
# trials early?

# %%
import math

# %% [markdown]
# ## How many trials
# A random trial is among the best share s of the space with probability s, whatever the
# number of settings. None of n is with probability $(1 - s)^n$.

# %%
SHARE, CHANCE = 0.05, 0.95
trials = math.ceil(math.log(1 - CHANCE) / math.log(1 - SHARE))
assert 1 - (1 - SHARE) ** trials >= CHANCE > 1 - (1 - SHARE) ** (trials - 1)

# %% [markdown]
# ## What a grid misses
# A grid of n trials over k settings tries the k-th root of n values of each. Random trials
# try n of each, and often one setting decides.

# %%
BUDGET, SETTINGS = 64, 3
tried = round(BUDGET ** (1 / SETTINGS))
assert tried**SETTINGS == BUDGET

# %% [markdown]
# ## On which axis
# A rate drawn evenly over a wide range is almost always in its top decade. Drawn evenly in
# its logarithm, each decade gets its share.

# %%
low, high = 1e-5, 0.1
top_even = (high - high / 10) / (high - low)
top_log = 1 / math.log10(high / low)

# %% [markdown]
# ## Stop the bad ones early
# Successive halving trains all a little, keeps the best, one in η, trains these η times as long,
# and so on. Each round costs the same.


# %%
def successive_halving(settings, train, eta=3):
    """Best setting, and the steps spent; train(setting, steps) gives a loss from the start on."""
    steps, spent = 1, 0

    def rank(setting):
        loss = train(setting, steps)
        return math.isnan(loss), loss  # what diverged comes last

    while True:
        ranked = sorted(settings, key=rank)
        spent += steps * len(ranked)
        if len(ranked) <= 1:
            return ranked[0], spent
        settings = ranked[: max(1, len(ranked) // eta)]
        steps *= eta


CANDIDATES = 81
best, spent = successive_halving(
    range(CANDIDATES), lambda setting, steps: abs(setting - 7)
)
assert best == 7
full = CANDIDATES * CANDIDATES  # all of them as long as the last one
assert spent == CANDIDATES * (1 + math.log(CANDIDATES, 3))

# %%
computed = {
    "trials": f"{trials} trials",
    "tried": f"{tried} values",
    "top-even": f"{top_even:.0%}",
    "top-log": f"{top_log:.0%}",
    "cheaper": f"{full / spent:.0f}×",
}
given = {
    "share": f"{SHARE:.0%}",
    "chance": f"{CHANCE:.0%}",
    "budget": f"{BUDGET} trials",
    "candidates": f"{CANDIDATES} candidates",
}
