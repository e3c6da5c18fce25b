# %% [markdown]
# # The bubble of a pipeline
# How long do the stages of a pipeline wait, and how many micro-batches does each hold?

# %%
from itertools import product

import matplotlib.pyplot as plt

FORWARD, BACKWARD = 1, 2  # backward takes twice as long
STAGES, MICRO = 4, 8


# %% [markdown]
# GPipe runs all micro-batches forward, then all backward. The other schedule starts with a few
# forward, then alternates, so that a micro-batch is done with as early as possible.


# %%
def gpipe(stage, stages, micro):
    """The order of work of a stage: ("F", micro-batch) and ("B", micro-batch)."""
    return [("F", m) for m in range(micro)] + [("B", m) for m in range(micro)]


def one_forward_one_backward(stage, stages, micro):
    first = min(stages - stage, micro)
    order = [("F", m) for m in range(first)]
    for m in range(micro):
        order.append(("B", m))
        if first + m < micro:
            order.append(("F", first + m))
    return order


def run(schedule, stages=STAGES, micro=MICRO):
    """Intervals (stage, kind, micro-batch, start, end); each starts as early as it can."""
    orders = [schedule(s, stages, micro) for s in range(stages)]
    done, free, intervals = {}, [0] * stages, []
    while any(orders):
        for s, order in enumerate(orders):
            if not order:
                continue
            kind, m = order[0]
            # A stage waits for the one before, backward for the one behind.
            before = [(kind, s - 1 if kind == "F" else s + 1, m)]
            if kind == "B":
                before.append(("F", s, m))
            needed = [key for key in before if 0 <= key[1] < stages]
            if all(key in done for key in needed):
                start = max([free[s], *(done[key] for key in needed)])
                end = start + (FORWARD if kind == "F" else BACKWARD)
                done[kind, s, m], free[s] = end, end
                intervals.append((s, kind, m, start, end))
                order.pop(0)
    return intervals


def bubble(intervals, stages=STAGES, micro=MICRO):
    """Share of the time that a stage waits."""
    length = max(end for *_, end in intervals)
    return 1 - micro * (FORWARD + BACKWARD) / length


def most_held(schedule, stages=STAGES, micro=MICRO):
    """The most micro-batches whose activations the first stage holds at a time."""
    held = most = 0
    for kind, _ in schedule(0, stages, micro):
        held += 1 if kind == "F" else -1
        most = max(most, held)
    return most


# %% [markdown]
# Both fill and drain alike: a stage waits for the $p - 1$ others once in each direction,
# $(p - 1)(t_F + t_B)$ beside $m (t_F + t_B)$ of work. The share is
# $(p - 1)/(m + p - 1)$. What differs is memory.

# %%
for p in (2, 4, 8):
    for m in (p, 2 * p, 32):
        for schedule in (gpipe, one_forward_one_backward):
            share = bubble(run(schedule, p, m), p, m)
            assert abs(share - (p - 1) / (m + p - 1)) < 1e-12
        assert most_held(gpipe, p, m) == m
        assert most_held(one_forward_one_backward, p, m) == p

# %%
fig, axes = plt.subplots(2, 1, sharex=True, num="schedules", figsize=(5, 3.4))
names = {"GPipe": gpipe, "alternating": one_forward_one_backward}
for ax, (name, schedule) in zip(axes, names.items(), strict=True):
    looks = {"F": ("C0", 0.8), "B": ("C1", 0.5)}  # colour and height
    for s, kind in product(range(STAGES), looks):
        (c, height), key = looks[kind], (s, kind)
        own = [each[3:] for each in run(schedule) if each[:2] == key]
        bars = [(start, end - start) for start, end in own]
        ax.broken_barh(bars, (s - height / 2, height), color=c, ec="w")
    ax.set(title=f"{name}: the first stage holds {most_held(schedule)}", ylabel="stage")
    ax.set_yticks([])
    ax.invert_yaxis()
    ax.grid(False)
axes[1].set(xlabel="time; backward is lower and longer")

# %%
few, many = (bubble(run(gpipe, micro=m), micro=m) for m in (STAGES, MICRO))
computed = {
    "few": f"{few:.0%}",
    "many": f"{many:.0%}",
    "held-gpipe": f"{most_held(gpipe)}",
    "held-1f1b": f"{most_held(one_forward_one_backward)}",
}
given = {"stages": f"{STAGES}", "micro": f"{MICRO}"}
