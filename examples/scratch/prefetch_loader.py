# %% [markdown]
# # Prefetching loader
# Load samples in the background, so that a training step finds the next one ready.

# %% [markdown]
# ## The task
# `prefetch(load, keys, size)` yields `load(key)` for each key of a list, in this order, made by
# other threads than the caller's. At most `size` results wait, at least one. An exception of
# `load` is raised where its result would have come. Closed early, it leaves no thread behind.

# %% [markdown]
# ## Tests to pass

# %%
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from queue import Empty, Queue
from threading import Event, Thread, active_count, current_thread


def check(prefetch):
    taken, calls = [], []

    def load(key):
        calls.append((key - len(taken), current_thread()))
        return key**2

    for size in (1, 2, 5, 50):
        taken.clear(), calls.clear()
        threads_before = active_count()
        assert list(prefetch(load, [], size)) == []
        for value in prefetch(load, list(range(30)), size):
            taken.append(value)
        assert taken == [key**2 for key in range(30)]
        # One result is in the making, and one may just have been handed over.
        assert all(lead <= size + 1 and at != current_thread() for lead, at in calls)
        loader = prefetch(lambda key: 6 // key, [3, 2, 0, 1], size)
        assert [next(loader), next(loader)] == [2, 3]
        with suppress(ZeroDivisionError):
            raise AssertionError(next(loader, "the end"))
        with closing(prefetch(Event.set, two := [Event(), Event()], size)) as loader:
            assert (next(loader), two[1].wait(9)) == (None, True)  # the second unasked
        with closing(prefetch(load, list(range(10**6)), size)) as loader:
            assert next(loader) == 0
        assert active_count() == threads_before


# %% [markdown]
# ## A first right solution
# A bounded queue, whose `put` blocks while it is full. Errors travel as results. To stop,
# set a flag and empty the queue: a blocked `put` returns, and the thread sees the flag.


# %%
def attempt(load: Callable, key: object) -> tuple:
    """The result of load, or what it raised."""
    try:
        return load(key), None
    except BaseException as error:
        return None, error


def prefetch(load: Callable, keys: list, size: int) -> Iterator:
    """load(key) of each key, made by a thread that is at most size results ahead."""
    results: Queue = Queue(size)
    stopped = Event()

    def work() -> None:
        for key in keys:
            results.put(attempt(load, key))
            if stopped.is_set():
                break

    (thread := Thread(target=work, daemon=True)).start()
    try:
        for _ in keys:
            value, error = results.get()
            if error is not None:
                raise error
            yield value
    finally:  # also where the caller closes the generator
        stopped.set()
        while not results.empty():  # nobody else takes from it
            results.get()
        thread.join()


check(prefetch)

# %% [markdown]
# ## The vectorized one
# There is nothing to vectorize; several workers are faster. Each task brings a slot for
# its result, and the caller takes slots in the order of the keys.


# %%
def prefetch_many(load: Callable, keys: list, size: int, workers: int = 3) -> Iterator:
    """load(key) of each key, made by workers that are at most size results ahead."""
    tasks: Queue = Queue()
    slots: list[Queue] = []

    def work() -> None:
        for key, slot in iter(tasks.get, None):
            slot.put(attempt(load, key))

    threads = [Thread(target=work, daemon=True) for _ in range(workers)]
    for thread in threads:
        thread.start()
    try:
        for n in range(len(keys)):
            for key in keys[n + len(slots) : n + 1 + size]:  # n is taken at once
                slots.append(Queue(1))
                tasks.put((key, slots[-1]))
            value, error = slots.pop(0).get()
            if error is not None:
                raise error
            yield value
    finally:
        with suppress(Empty):
            while True:
                tasks.get_nowait()  # nobody waits for these
        for _ in threads:
            tasks.put(None)
        for thread in threads:
            thread.join()


check(prefetch_many)

# %% [markdown]
# ## Complexity
# Where a result takes the time $a$ and a step $b$, a thread ahead makes $a + b$ into
# $\max(a, b)$, $w$ workers into $\max(a / w, b)$. It holds `size` results; more even out slow ones.

# %% [markdown]
# ## What the interviewer looks for
# - A bounded queue: without a bound a fast reader fills the memory.
# - Errors and the end as messages, and a stop that cannot deadlock a blocked `put`.
# - Threads suffice where loading waits or leaves Python's lock; else processes.

# %% [markdown]
# ## The usual slip
# Letting an exception only end the thread. Without an end message the caller waits for
# ever; with one, as here, the epoch is short, without a word.


# %%
def prefetch_slip(load, keys, size):
    with suppress(Exception):
        yield from prefetch(load, keys, size)


with suppress(AssertionError):
    check(prefetch_slip)
    raise RuntimeError("the check lets the slip pass")

keys = [3, 2, 0, 1]
seen = list(prefetch_slip(lambda key: 6 // key, keys, 2))

# %%
computed = {"slip": f"{len(seen)} of {len(keys)} samples"}
