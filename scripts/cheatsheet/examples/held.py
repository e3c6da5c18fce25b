"""Whether the numbers of a comparison hold what words say."""

import math
from dataclasses import dataclass, field, replace

from cheatsheet.examples.spelled import Claim

# How far the two bounds of a rough number may lie apart.
ROUGH = 4.0


@dataclass
class Compared:
    """Numbers of a predicate.

    `sides` are compared as they stand, each with -1 where what the run shows is below it and 1 where it is above, 0 where
    neither is known; `factors` are those by which what is compared is multiplied, with the same for the quotient of both
    sides, `labels` those under which it is filed, and `others` all in what the names of the predicate are made of.
    """

    sides: list[tuple[float, int]] = field(default_factory=list)
    factors: list[tuple[float, int]] = field(default_factory=list)
    labels: set[float] = field(default_factory=set)
    others: set[float] = field(default_factory=set)

    def contradicts(self, claim: Claim) -> bool:
        """Whether the predicate compares with another number, or from another side.

        Digits that it compares with nothing may be of the set-up: the build looks at these.
        """
        is_known = not claim.is_exact or any(map(self._ways, self._values(claim)))
        return is_known and not self.holds(claim)

    def holds(self, claim: Claim) -> bool:
        """Whether the predicate compares with what the words say, or with the rest of what they say is saved."""
        rests = [1 - value for value in claim.values if claim.is_rest]
        # What loses less than a tenth keeps more than nine.
        kept = replace(claim, side=-claim.side)
        return any(self._holds(value, claim) for value in self._values(claim)) or any(
            self._holds(value, kept) for value in rests
        )

    def _values(self, claim: Claim) -> list[float]:
        is_in_hundreds = claim.is_share and any(number == 100 for number, _ in self.factors)
        return [*claim.values, *(100 * value for value in claim.values if is_in_hundreds)]

    def _ways(self, value: float) -> list[int]:
        """On which sides of this number the run is where the predicate holds."""
        numbers = [*self.sides, *self.factors]
        ways = [way for number, way in numbers if _are_equal(number, value)]
        if value > 0:
            # It falls by more than three, where what is compared is below minus three.
            ways += [-way for number, way in self.sides if _are_equal(-number, value)]
        return ways

    def _holds(self, value: float, claim: Claim) -> bool:
        if claim.is_power and (self._is_power(value) or not claim.is_count):
            return self._is_power(value)
        ways = self._ways(value)
        if not claim.is_exact:
            # A fourth or less, where the quotient the other way round is over four.
            turned = [*(self.sides if value < 1 else []), *self.factors]
            ways += [-way for number, way in turned if _are_equal(number * value, 1)]
        if ways and (not claim.side or 0 in ways or claim.side in ways):
            return True
        if claim.is_count and value in self.labels:
            return True
        if claim.is_set_up and (value in self.others or (1 / value if value else 0) in self.others):
            return True
        if claim.is_spread and self._is_spread(value):
            return True
        return claim.is_near and self._is_between(value)

    def _is_spread(self, value: float) -> bool:
        """Whether two bounds are a factor apart from what lies between: 0.5 and 2 by a factor of two."""
        lower = [number for number, way in self.sides if way > 0 and number > 0]
        upper = [number for number, way in self.sides if way < 0]
        return any(_are_equal(two / one, value * value) for one in lower for two in upper)

    def _is_power(self, value: float) -> bool:
        """Whether a bound is ten to this power, as it is rounded."""
        return any(
            number > 0 and abs(math.log10(number) - value) <= 0.5 + 1e-9 for number, _ in self.sides
        )

    def _is_between(self, value: float) -> bool:
        lower = [number for number, way in self.sides if way > 0 and 0 < number <= value]
        upper = [number for number, way in self.sides if way < 0 and number >= value]
        return bool(lower and upper) and min(upper) / max(lower) <= ROUGH


def _are_equal(one: float, two: float) -> bool:
    return math.isclose(one, two, rel_tol=1e-9)
