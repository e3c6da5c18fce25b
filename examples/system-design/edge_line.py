# %% [markdown]
# # Inspection on a line, sized
# Which camera, which exposure, which deadline and which chip does the smallest defect ask
# for, and how many parts are rejected wrongly?

# %%
import math

from _flow import draw

# %% [markdown]
# **Assumptions**, said aloud before any arithmetic. None was measured here.

# %%
BELT = 0.5  # metres a second
PITCH = 0.1  # metres from part to part
FIELD = 0.12  # metres that the camera sees
DEFECT = 0.0002  # metres, the smallest that counts
SPAN = 4  # pixels that shall cover it
EJECTOR = 0.4  # metres behind the camera
TILE, STEP = 640, 560  # pixels of a tile, and from one to the next
FLOPS = 20e9  # for one tile
CHIP = 5e12  # FLOP/s that the edge device attains
SHIFTS = 16 * 3600  # seconds of work in a day
BASE = 0.001  # share of parts with a defect
FOUND, REJECTED = 0.98, 0.005  # of the bad; of the good
KEPT = 0.01  # share of the passed parts whose image is kept
ESCAPE, SCRAP = (
    50,
    1,
)  # what a defect at the customer and a good part in the bin cost, dollars
CHIP_PRICE, STATION, YEARS, DAYS = (
    1500,
    30_000,
    5,
    300,
)  # dollars for the chip; for optics,
# light and integration; years that both last, days of work in each
FOUND_BAD = 10  # images of defects at hand

# %% [markdown]
# **Optics.** The smallest defect sets the size of a pixel, the field the number of pixels,
# and one pixel of motion the longest exposure.

# %%
pixel = DEFECT / SPAN  # metres
side = round(FIELD / pixel)
exposure = pixel / BELT  # seconds
frame = side * side  # bytes, one for each pixel
parts = BELT / PITCH  # a second
deadline = EJECTOR / BELT  # seconds from exposure to the ejector
assert math.isclose(side * DEFECT / FIELD, SPAN)

# %% [markdown]
# **Compute.** The image is cut into overlapping tiles, since scaling it down would take the
# defect away.

# %%
across = math.ceil((side - TILE) / STEP) + 1
tiles = across**2
assert (across - 1) * STEP + TILE >= side > (across - 2) * STEP + TILE
demand = tiles * parts * FLOPS  # FLOP/s
busy = demand / CHIP
scaled = DEFECT / (FIELD / TILE)  # pixels of the defect in an image scaled to one tile
run = tiles * FLOPS / CHIP  # seconds for one part

# %% [markdown]
# **Outcomes.** Good parts outnumber bad ones so far that most rejects are good.

# %%
made = parts * SHIFTS
bad = made * BASE
escapes = bad * (1 - FOUND)
wasted = (made - bad) * REJECTED
precision = bad * FOUND / (bad * FOUND + wasted)
rejects = bad * FOUND + wasted
upload = (rejects + KEPT * (made - rejects)) * frame
# Rejecting pays where p · ESCAPE > (1 − p) · SCRAP.
reject_from = SCRAP / (SCRAP + ESCAPE)
assert math.isclose(reject_from * ESCAPE, (1 - reject_from) * SCRAP)

# %% [markdown]
# **Money**, for each day of work: the station over its life, and what its two errors cost.

# %%
life = YEARS * DAYS
chip_daily, station_daily = CHIP_PRICE / life, STATION / life
waste_daily, escape_daily = wasted * SCRAP, escapes * ESCAPE
assert chip_daily < station_daily < escape_daily < waste_daily

# %% [markdown]
# **Proof.** If all $n$ defects are found, a share found of $t$ is excluded with an error $\alpha$
# where $t^n\le\alpha$.

# %%
shown = 0.05 ** (1 / FOUND_BAD)
defects_needed = math.ceil(math.log(0.05) / math.log(FOUND))
assert FOUND**defects_needed <= 0.05 < FOUND ** (defects_needed - 1)

# %% [markdown]
# **Drawn.** Solid is what a part waits for, dashed what happens behind it.

# %%
stages = [
    ["trigger,\nflash", "check of\nthe picture", "detect:\ntiles, INT8"],
    ["eject, and\nits sensor", "decide by\npart number", "two slots:\nnew and old"],
    [
        "line stops,\nalarms",
        "rejects and\na sample: disk",
        "signed update,\nline by line",
    ],
    ["label with\nquality", "train,\ngate", "versions,\nthresholds"],
]
draw("stages", stages, serves="ab bc ce ed dg", learns="eh hj jk kl li if fc")

# %%
given = {
    "field": f"{FIELD * 1000:.0f} mm",
    "ejector": f"{EJECTOR} m",
    "chip-price": f"{CHIP_PRICE:,} dollars",
    "station-price": f"{STATION:,} dollars",
    "years": f"{YEARS} years",
    "scrap": f"{SCRAP} dollar",
    "at-hand": f"{FOUND_BAD}",
    "belt": f"{BELT} m/s",
    "defect": f"{DEFECT * 1000:.1f} mm",
    "span": f"{SPAN}",
    "found": f"{FOUND:.0%}",
    "rejected": f"{REJECTED:.1%}",
    "base": f"{BASE:.1%}",
    "escape-cost": f"{ESCAPE}",
    "kept": f"{KEPT:.0%}",
}
computed = {
    "parts": f"{parts:.0f}/s",
    "pixel": f"{pixel * 1e6:.0f} µm",
    "side": f"{side:,}",
    "exposure": f"{exposure * 1e6:.0f} µs",
    "deadline": f"{deadline * 1e3:.0f} ms",
    "tiles": f"{tiles}",
    "run": f"{run * 1e3:.0f} ms",
    "demand": f"{demand / 1e12:.1f} TFLOP/s",
    "busy": f"{busy:.0%}",
    "scaled": f"{scaled:.1f}",
    "raw": f"{parts * frame / 1e6:.0f} MB/s",
    "all": f"{made * frame / 1e12:.1f} TB",
    "upload": f"{upload / 1e9:.0f} GB",
    "made": f"{made:,.0f}",
    "bad": f"{bad:.0f}",
    "escapes": f"{escapes:.0f}",
    "wasted": f"{wasted:,.0f}",
    "precision": f"{precision:.0%}",
    "reject-from": f"{reject_from:.1%}",
    "chip-daily": f"{chip_daily:.0f} dollar",
    "station-daily": f"{station_daily:.0f} dollars",
    "waste-daily": f"{waste_daily:,.0f} dollars",
    "escape-daily": f"{escape_daily:,.0f} dollars",
    "shown": f"{shown:.0%}",
    "defects-needed": f"{defects_needed}",
}
