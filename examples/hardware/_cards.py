"""GPUs as NVIDIA's documents state them; nothing here was measured.

Peaks are without sparsity, which doubles them on an A100 and an H100.
"""

from typing import NamedTuple


class Card(NamedTuple):
    """FLOP/s in FP16 on tensor cores, and bytes per second to and from its memory."""

    peak: float
    bandwidth: float
    place: str  # author, year and place in the source
    variant: str
    printed: float = 1  # how many times the peak the source prints

    @property
    def balance(self):
        """FLOPs per byte at which arithmetic and memory take equally long."""
        return self.peak / self.bandwidth

    @property
    def quoted(self):
        """Text, place and conditions, as an example quotes them."""
        peak = f"{self.printed * self.peak / 1e12:,.0f} TFLOP/s"
        return f"{peak}, {self.bandwidth / 1e9:,.0f} GB/s", self.place, self.variant


V100 = Card(
    125e12,
    900e9,
    "NVIDIA 2023, GPU performance background, Understanding performance",
    "V100 (SXM2 in Table 4 of the A100 white paper), FP16 on tensor cores",
)
A100 = Card(
    312e12,
    1555e9,
    "NVIDIA 2020, A100 white paper, Tables 1 and 4",
    "A100 40 GB SXM4, FP16 on tensor cores, without sparsity",
)
A100_80GB = Card(
    312e12,
    2039e9,
    "NVIDIA 2022, A100 data sheet, column of the SXM card",
    "A100 80 GB SXM, FP16 on tensor cores, without sparsity",
)
H100 = Card(
    1979e12 / 2,
    3350e9,
    "NVIDIA 2022, H100 data sheet, H100 SXM",
    "H100 SXM, FP16 on tensor cores with sparsity, without it half the FLOP/s",
    printed=2,
)
# Other peaks of both A100, in Table 1 of the same white paper.
A100_FP16_WITHOUT_TENSOR_CORES = 78e12
A100_TF32 = 156e12
A100_FP32_CORES = 19.5e12
