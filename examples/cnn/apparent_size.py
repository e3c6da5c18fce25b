# %% [markdown]
# # Apparent size
# How much larger do objects look in random crops than in the crop of a test?

# %%
import math

# %% [markdown]
# ## Two crops of one square image
# In training a crop of a random share of the area is resized to the network's side: an object
# grows by one over the root of the share. In the test the whole image is resized, and its
# middle is cut out, which changes no size.


# %%
def mean_growth(low, high=1.0):
    """Mean of 1 / sqrt(share) for a share drawn evenly from low to high."""
    return 2 / (math.sqrt(low) + math.sqrt(high))


SIDE, RESIZED, LOW = 224, 256, 0.08
ratio = SIDE * mean_growth(LOW) / RESIZED
N = 100_000
middles = [LOW + (1 - LOW) * (i + 0.5) / N for i in range(N)]
assert abs(sum(share**-0.5 for share in middles) / N - mean_growth(LOW)) < 1e-6

# %%
computed = {
    "ratio": f"{ratio:.2f}×",
    "matching": f"{SIDE * ratio:.0f} px",
}
given = {"low": f"{LOW:.0%}", "side": f"{SIDE} px", "resized": f"{RESIZED} px"}
