# %% [markdown]
# # Visual search, sized
# What do a billion images need in memory, machines and time, and which of the usual
# indexes fits?

# %%
import math

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
COMPARE = 500e9  # FLOP/s that it attains when it compares with centres
READ, AT_ONCE = 0.0001, 32  # seconds to read one vector from SSD; reads at a time
EMBED = 0.015  # seconds to decode and embed the query
TARGET = 0.6  # utilization
THUMBNAIL = 20e3  # bytes that are shown for one result
EMBEDDED = 2000  # images a second that one GPU embeds
RERANKED = 500  # candidates that are compared once more, with their whole vectors
RAM = 512e9  # bytes of one machine
SHARE = 0.75  # of it for the index
SHARDS = 100

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
# **Work of one query.** It compares itself with the centre of each cell, then adds up the
# codes of the cells that it reads, here of average size.

# %%
centres = LISTS * DIM * 2  # FLOPs
codes_read = IMAGES * PROBED // LISTS
scanned = codes_read * code  # bytes
scan_time = scanned / SCAN  # seconds on one machine
centre_time = centres / COMPARE
scanners = math.ceil(QUERIES * (centre_time + scan_time) / TARGET)
rerank_time = math.ceil(RERANKED / AT_ONCE) * READ
answer = EMBED + centre_time + scan_time + rerank_time
assert (
    scanners * TARGET >= QUERIES * (centre_time + scan_time) > (scanners - 1) * TARGET
)
everything = bytes_of["whole"] / SCAN  # seconds to read all vectors once
assert math.isclose(scanned / bytes_of["codes"], PROBED / LISTS, rel_tol=1e-5)

# %% [markdown]
# **Building it**, and a request that waits for all shards: it is slow if one of them is.

# %%
gpu_days = IMAGES / EMBEDDED / 86_400
meets_slow = 1 - 0.99**SHARDS  # some shard is beyond its p99
reread = QUERIES * RERANKED * whole
inverse = 1
for _ in range(SHARDS):
    inverse *= 99 / 100
assert math.isclose(meets_slow, 1 - inverse)

# %%
given = {
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
    "centres": f"{centres / 1e6:.0f} MFLOPs",
    "codes-read": f"{codes_read:,}",
    "scanned": f"{scanned / 1e6:.1f} MB",
    "scan-time": f"{scan_time * 1e3:.2f} ms",
    "centre-time": f"{centre_time * 1e3:.2f} ms",
    "rerank-time": f"{rerank_time * 1e3:.1f} ms",
    "answer": f"{answer * 1e3:.0f} ms",
    "scanners": f"{scanners}",
    "brute-force": f"{everything:.0f} s",
    "reads": f"{QUERIES * RERANKED:,}/s",
    "reread": f"{reread / 1e9:.1f} GB/s",
    "meets-slow": f"{meets_slow:.0%}",
}
