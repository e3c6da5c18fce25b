# %% [markdown]
# # Visual search, sized
# What do a billion images need in memory, machines and time, and which of the usual
# indexes fits?

# %%
import math

from _flow import draw

# %% [markdown]
# **Assumptions**, said aloud before any arithmetic. None was measured here.

# %%
IMAGES = 10**9
DIM = 256  # of the embedding
PARTS = 64  # bytes of one product-quantized code
IDENTITY = 8  # bytes that name an image
LINKS = 64  # neighbours of a vector in the lowest layer of the graph
LISTS, PROBED = 262_144, 64  # cells of the inverted file; cells that one query reads
QUERIES = 2000  # a second, at the peak
SCAN = 20e9  # bytes of codes a second that one machine adds up
BANDWIDTH = 200e9  # bytes a second that it reads from memory
COMPARE = 500e9  # FLOP/s that it attains when it compares vectors
VISITED, SCATTERED = (
    5000,
    0.25,
)  # centres that a walk through their graph compares; share of
# the bandwidth that reads from many places get
BLOCK = 4096  # bytes that an SSD reads at least
TRUTHS = 1000  # queries whose exact neighbours are computed
READ, AT_ONCE = 0.0001, 32  # seconds to read one vector from SSD; reads at a time
EMBED = 0.015  # seconds to decode and embed the query
TARGET = 0.6  # utilization
THUMBNAIL = 20e3  # bytes that are shown for one result
EMBEDDED = 2000  # images a second that one GPU embeds
RERANKED = 500  # candidates that are compared once more, with their whole vectors
RAM = 512e9  # bytes of one machine
SHARE = 0.75  # of it for the index
SHARDS = 100
MACHINE_HOUR, GPU_HOUR = 4.0, 2.0  # dollars for a machine with so much memory; a GPU

# %% [markdown]
# **Memory.** A graph keeps whole vectors and its links beside them. An inverted file of
# product-quantized codes keeps a code and a name.

# %%
whole = 4 * DIM  # bytes of one vector in FP32
graph = whole + 4 * LINKS
code = PARTS + IDENTITY
bytes_of = {"whole": IMAGES * whole, "graph": IMAGES * graph, "codes": IMAGES * code}


def machines(size):
    """Machines whose memory holds an index of `size` bytes."""
    return math.ceil(size / (RAM * SHARE))


assert machines(bytes_of["codes"]) * RAM * SHARE >= bytes_of["codes"]

# %% [markdown]
# **Work of one query.** Compared with all centres one by one it would read them all: that
# is bound by memory, not by arithmetic. A walk through a graph over the centres compares
# with few. Then it adds up the codes of the cells that it reads, here of average size; long
# cells are hit more often, so that is a lower bound.


# %%
def compare_time(count):
    """Seconds to compare one query with `count` vectors in memory: the slower of both limits."""
    return max(count * whole / BANDWIDTH, count * DIM * 2 / COMPARE)


all_centres = compare_time(LISTS)
centre_bytes = LISTS * whole
assert centre_bytes / all_centres <= BANDWIDTH
codes_read = IMAGES * PROBED // LISTS
scanned = codes_read * code  # bytes
scan_time = scanned / SCAN  # seconds on one machine
centre_time = compare_time(VISITED) / SCATTERED
scanners = math.ceil(QUERIES * (centre_time + scan_time) / TARGET)
rerank_time = math.ceil(RERANKED / AT_ONCE) * READ
answer = EMBED + centre_time + scan_time + rerank_time
assert (
    scanners * TARGET >= QUERIES * (centre_time + scan_time) > (scanners - 1) * TARGET
)
exact = IMAGES * DIM * 2 / COMPARE  # seconds for the exact neighbours of one query
scanners_flat = math.ceil(QUERIES * (all_centres + scan_time) / TARGET)
assert math.isclose(scanned / bytes_of["codes"], PROBED / LISTS, rel_tol=1e-5)

# %% [markdown]
# **Building it**, and a request that waits for all shards: it is slow if one of them is.

# %%
gpu_days = IMAGES / EMBEDDED / 86_400
meets_slow = 1 - 0.99**SHARDS  # some shard is beyond its p99
reread = QUERIES * RERANKED * whole
from_ssd = QUERIES * RERANKED * max(whole, BLOCK)  # bytes that leave the devices
assert math.isclose(meets_slow, 1 - math.prod([0.99] * SHARDS))

# %% [markdown]
# **Money.** Each query is embedded, too. Machines with much memory search, GPUs embed.

# %%
embedders = math.ceil(QUERIES / EMBEDDED / TARGET)
hourly = scanners * MACHINE_HOUR + embedders * GPU_HOUR
per_million = 1e6 * hourly / (QUERIES * 3600)
assert math.isclose(per_million * QUERIES * 3600, 1e6 * hourly)

# Drawn: solid is what an answer waits for, dashed what happens behind it.
stages = [
    ["query", "gate:\nsize, abuse", "embed"],
    ["filter,\nanswer", "rerank:\nwhole vectors", "candidates:\nlists, codes"],
    ["log of\nclicks", "new images:\nembed, code", "index, with\ndelta"],
    ["judge a\nsample", "retrain,\ngate", "versions:\nmodel + index"],
]
draw("stages", stages, serves="ab bc cf fe ed", learns="dg hi if gj jk kl li")

# %%
given = {
    "bandwidth": f"{BANDWIDTH / 1e9:.0f} GB/s",
    "compare": f"{COMPARE / 1e9:.0f} GFLOP/s",
    "visited": f"{VISITED:,}",
    "machine-hour": f"{MACHINE_HOUR:.0f} dollars",
    "gpu-hour": f"{GPU_HOUR:.0f} dollars",
    "truths": f"{TRUTHS:,}",
    "dim": f"{DIM}",
    "parts": f"{PARTS} bytes",
    "links": f"{LINKS}",
    "queries": f"{QUERIES:,}/s",
    "embedded": f"{EMBEDDED:,}/s",
    "lists": f"{LISTS:,}",
    "probed": f"{PROBED}",
    "reranked": f"{RERANKED}",
    "target": f"{TARGET:.0%}",
    "embed-time": f"{EMBED * 1000:.0f} ms",
    "scan-rate": f"{SCAN / 1e9:.0f} GB/s",
    "ram": f"{RAM / 1e9:.0f} GB",
    "shards": f"{SHARDS}",
}
computed = {
    "whole": f"{bytes_of['whole'] / 1e12:.2f} TB",
    "graph": f"{bytes_of['graph'] / 1e12:.2f} TB",
    "codes": f"{bytes_of['codes'] / 1e9:.0f} GB",
    "smaller": f"{whole / PARTS:.0f}×",
    "graph-machines": f"{machines(bytes_of['graph'])}",
    "codes-machines": f"{machines(bytes_of['codes'])}",
    "thumbnails": f"{IMAGES * THUMBNAIL / 1e12:.0f} TB",
    "gpu-days": f"{gpu_days:.1f} GPU-days",
    "embed-read": f"{EMBEDDED * THUMBNAIL / 1e6:.0f} MB/s",
    "centre-bytes": f"{centre_bytes / 1e6:.0f} MB",
    "all-centres": f"{all_centres * 1e3:.1f} ms",
    "codes-read": f"{codes_read:,}",
    "scanned": f"{scanned / 1e6:.1f} MB",
    "scan-time": f"{scan_time * 1e3:.2f} ms",
    "centre-time": f"{centre_time * 1e3:.2f} ms",
    "rerank-time": f"{rerank_time * 1e3:.1f} ms",
    "answer": f"{answer * 1e3:.0f} ms",
    "scanners": f"{scanners}",
    "scanners-flat": f"{scanners_flat}",
    "exact-one": f"{exact:.1f} s",
    "exact-all": f"{TRUTHS * exact / 60:.0f} min",
    "embedders": f"{embedders} GPUs",
    "hourly": f"{hourly:.0f} dollars",
    "per-million": f"{per_million:.2f} dollars",
    "from-ssd": f"{from_ssd / 1e9:.1f} GB/s",
    "tenfold": f"{10 * bytes_of['codes'] / 1e9:.0f} GB",
    "reads": f"{QUERIES * RERANKED:,}/s",
    "reread": f"{reread / 1e9:.1f} GB/s",
    "meets-slow": f"{meets_slow:.0%}",
}
