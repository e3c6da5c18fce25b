# %% [markdown]
# # A car's eyes, sized
# How far must a car see, which camera does that take, what does a slow stage cost in
# metres, and how many kilometres prove a rare failure rare?

# %%
import math

import matplotlib.pyplot as plt
import numpy as np
from _flow import draw

# %% [markdown]
# **Assumptions**, said aloud before any arithmetic. None was measured here.

# %%
KMH = 120  # speed
BRAKE = 6.0  # deceleration, metres per second squared
# Seconds.
STAGES = {"exposure and readout": 0.04, "signal processing": 0.01, "network": 0.04}
STAGES |= {"tracking and fusion": 0.02, "planning": 0.05, "brake pressure": 0.15}
HERTZ, SIGHTINGS = 20, 3  # frames a second; frames until a new object is believed
HEIGHT = 1.7  # metres, of a pedestrian
COLUMNS, ROWS = 3840, 2160  # pixels
WIDE, NARROW = 120, 30  # degrees, two fields of view
CAMERAS, BYTES = 8, 1.5  # cameras; bytes of a raw pixel of twelve bits
ONE_IN = 100_000_000  # kilometres for each failure, the rate that shall be excluded
TILT = 0.1  # degrees by which a camera is misaligned
MOUNT = 1.5  # metres of that camera above the road
CLOCK = 0.01  # seconds by which two sensors disagree
PER_KM = 1.0  # dollars for a test kilometre
CLIP, CLIPS = 15, 200  # dollars to label a clip; clips a car sends in a month
FLEET, HOURLY = 100, 60  # cars; kilometres an hour that each drives, day and night

# %% [markdown]
# **Distance.** Metres until the brake acts, then $v^2/2a$. A new object must be seen in
# several frames, so their intervals count, too.


# %%
def stopping(speed, latency):
    """Metres from first sight to standstill at `speed` in metres a second."""
    return speed * latency + speed**2 / (2 * BRAKE)


speed = KMH / 3.6
chain = sum(STAGES.values())
confirm = (SIGHTINGS - 1) / HERTZ
latency = chain + confirm
needed = stopping(speed, latency)
v = np.arange(speed, 0, -BRAKE * 1e-4)  # braking again, in steps of 1e-4 s
assert math.isclose(speed * latency + v.sum() * 1e-4, needed, rel_tol=1e-3)


# %% [markdown]
# **Pixels.** A pinhole camera with $W$ columns and field of view $\theta$ has the focal
# length $f=W/(2\tan(\theta/2))$ in pixels; an object of height $H$ at distance $Z$ covers $fH/Z$.


# %%
def pixels(height, distance, field):
    """Rows that an object covers; `field` in degrees."""
    focal = COLUMNS / (2 * math.tan(math.radians(field) / 2))
    return focal * height / distance


wide, narrow = (pixels(HEIGHT, needed, field) for field in (WIDE, NARROW))
raw = CAMERAS * COLUMNS * ROWS * BYTES * HERTZ

# %% [markdown]
# **Proof.** If failures come at random at rate $r$, $n$ kilometres pass without one with
# probability $e^{-rn}$. A run without a failure excludes $r$ when that is the error $\alpha$ that
# one accepts: $n=-\ln\alpha/r$.

# %%
CONFIDENCE = 0.95
rate = 1 / ONE_IN
proof = -math.log(1 - CONFIDENCE) / rate
years = proof / (FLEET * HOURLY * 24 * 365)
assert math.isclose((1 - rate) ** proof, 1 - CONFIDENCE, rel_tol=1e-6)

# A camera turned by an angle, at the distance needed; clocks that differ, at this speed.
aside = needed * math.tan(math.radians(TILT))
turned = (
    COLUMNS / (2 * math.tan(math.radians(NARROW) / 2)) * math.tan(math.radians(TILT))
)
late = speed * CLOCK
# In pitch, the ray meets the road elsewhere: nearer or farther, by about this.
pitched = needed**2 * math.radians(TILT) / MOUNT
below = math.atan(MOUNT / needed)
ends = [MOUNT / math.tan(below + sign * math.radians(TILT)) for sign in (1, -1)]
assert needed - ends[0] < pitched < ends[1] - needed
labels_bill, proof_bill = FLEET * CLIPS * CLIP, proof * PER_KM
assert labels_bill < proof_bill

# %% [markdown]
# **Drawn**: solid is what the brake waits for, dashed what happens behind it.

# %%
stages = [
    ["lidar", "radar", "cameras"],
    ["simple path:\nobstacles", "fusion in\nbird's-eye view", "networks"],
    ["monitor:\nsafe stop", "tracks, plan,\nbrake", "versions,\nroll-back"],
    ["clips by\ntrigger", "labels, from\nthe future, too", "train, gate,\nsimulate"],
]
draw("stages", stages, serves="ad ae be cf fe dg eh hg", learns="hj gj jk kl li if")

# %%
kmh = np.linspace(0, 130, 60)
fig, ax = plt.subplots(num="stopping", figsize=(5, 2.8))
ax.plot(kmh, stopping(kmh / 3.6, latency), "C0")
ax.plot(kmh, stopping(kmh / 3.6, 0), "C1--")
ax.text(70, 75, "with the latency", color="C0", ha="right")
ax.text(84, 26, "braking alone", color="C1", ha="left")
ax.set(
    xlabel="speed (km/h)", ylabel="distance to stop (m)", xlim=(0, 130), ylim=(0, None)
)

# %%
given = {
    "tilt": f"{TILT}°",
    "mount": f"{MOUNT} m",
    "hourly": f"{HOURLY} km/h",
    "clock": f"{CLOCK * 1e3:.0f} ms",
    "per-km": f"{PER_KM:.0f} dollar",
    "clip": f"{CLIP} dollars",
    "clips": f"{CLIPS}",
    "sure": f"{CONFIDENCE:.0%}",
    "speed": f"{KMH} km/h",
    "brake": f"{BRAKE} m/s²",
    "hertz": f"{HERTZ} Hz",
    "sightings": f"{SIGHTINGS}",
    "wide": f"{WIDE}°",
    "narrow": f"{NARROW}°",
    "cameras": f"{CAMERAS}",
    "columns": f"{COLUMNS}",
    "height": f"{HEIGHT} m",
    "one-in": f"{ONE_IN:,} km",
    "fleet": f"{FLEET}",
}
computed = {
    "chain": f"{chain * 1e3:.0f} ms",
    "confirm": f"{confirm * 1e3:.0f} ms",
    "latency": f"{latency * 1e3:.0f} ms",
    "needed": f"{needed:.0f} m",
    "before-brake": f"{speed * latency:.0f} m",
    "per-frame": f"{speed / HERTZ:.1f} m",
    "wide-pixels": f"{wide:.0f} px",
    "narrow-pixels": f"{narrow:.0f} px",
    "raw": f"{raw / 1e9:.1f} GB/s",
    "logged": f"{raw * 3600 / 1e12:.0f} TB",
    "proof": f"{round(proof, -6):,.0f} km",
    "years": f"{years:.1f} years",
    "interval": f"{1000 / HERTZ:.0f} ms",
    "aside": f"{aside:.2f} m",
    "turned": f"{turned:.0f} px",
    "pitched": f"{pitched:.0f} m",
    "late": f"{late:.2f} m",
    "labels-bill": f"{labels_bill:,} dollars",
    "proof-bill": f"{round(proof_bill, -6):,.0f} dollars",
}
