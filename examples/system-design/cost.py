# %% [markdown]
# # What an answer costs
# What do a million images cost on a GPU that is not always busy, when does buying beat
# renting, and what does a cheap gate in front save and miss?

# %%
import math

import matplotlib.pyplot as plt
import numpy as np

# %% [markdown]
# **Assumptions**, said aloud before any arithmetic. None was measured here.

# %%
HOUR = 2.0  # dollars to rent one GPU
RATE = 500  # images a second that it takes when it is full
BUSY, IDLE = 0.6, 0.1  # utilization; that of a service with few requests
PRICE = 25_000  # dollars to buy the card, with its share of a server
RUN = 0.4  # dollars for each hour, for its power, space and care
GATE, DETECTOR = 2e9, 100e9  # FLOPs of a cheap gate; of the detector behind it
SENT = 0.1  # share of the images that the gate sends on
GATE_RECALL, RECALL = (
    0.98,
    0.95,
)  # of the gate; of the detector on what the gate sends on

# %% [markdown]
# **A million images** cost the hourly price over the hourly images, scaled up.


# %%
def per_million(hour, rate, busy):
    """Dollars for a million images."""
    return 1e6 * hour / (3600 * rate * busy)


bill, images = 24 * HOUR, 24 * 3600 * RATE * BUSY  # of one day
assert math.isclose(per_million(HOUR, RATE, BUSY), 1e6 * bill / images)

# %% [markdown]
# **Rent or buy.** Bought, each hour *in use* saves the rent; each hour, used or not, costs
# power and space. With a share of hours $u$ that would be rented, buying pays from
# $P/(u\,r-c)$ hours on, and never where $u\,r\le c$.


# %%
def months_to_pay(used):
    """Months after which a bought card was cheaper than renting by the hour."""
    saved = used * HOUR - RUN
    return PRICE / saved / (24 * 365 / 12) if saved > 0 else math.inf


always, half = months_to_pay(1), months_to_pay(0.5)
hours = always * 24 * 365 / 12
assert math.isclose(HOUR * hours, PRICE + RUN * hours)
never = RUN / HOUR  # share of hours below which it never pays

# %% [markdown]
# **A gate in front.** All images pay for it, a share pays for the detector, too. What is
# found must pass both.

# %%
cascade = GATE + SENT * DETECTOR
gain = DETECTOR / cascade
found = GATE_RECALL * RECALL
most = DETECTOR / GATE  # the gain if nothing were sent on
each = [GATE + DETECTOR * (i < 1000 * SENT) for i in range(1000)]  # image by image
assert math.isclose(cascade, sum(each) / len(each))
assert gain < most
assert found < min(GATE_RECALL, RECALL)

# %%
busy = np.linspace(0.03, 1, 100)
fig, ax = plt.subplots(num="busy", figsize=(5, 2.6))
ax.plot(busy, per_million(HOUR, RATE, busy))
ax.set(
    xlabel="share of the time in which the GPU works", xlim=(0, 1.04), ylim=(0, None)
)
ax.set_ylabel("dollars for\na million images")

# %%
given = {
    "hour": f"{HOUR:.0f} dollars",
    "rate": f"{RATE}/s",
    "busy-share": f"{BUSY:.0%}",
    "idle-share": f"{IDLE:.0%}",
    "price": f"{PRICE:,} dollars",
    "run": f"{RUN:.2f} dollars",
    "gate": f"{GATE / 1e9:.0f} GFLOPs",
    "detector": f"{DETECTOR / 1e9:.0f} GFLOPs",
    "sent": f"{SENT:.0%}",
    "gate-recall": f"{GATE_RECALL:.0%}",
    "recall": f"{RECALL:.0%}",
}
computed = {
    "at-busy": f"{per_million(HOUR, RATE, BUSY):.2f} dollars",
    "at-idle": f"{per_million(HOUR, RATE, IDLE):.2f} dollars",
    "always": f"{always:.0f} months",
    "half": f"{half:.0f} months",
    "never": f"{never:.0%}",
    "cascade": f"{cascade / 1e9:.0f} GFLOPs",
    "gain": f"{gain:.1f}×",
    "found": f"{found:.0%}",
}
