"""A share of the training's time, as a running account."""

from __future__ import annotations

import time


class Budget:
    """Allows work that costs, on average, at most `share` of the training's time.

    Each interval between steps adds its share to the account, work takes what it cost. Compilation is left out: the
    first intervals do not count, and a later one counts for at most five usual ones.
    """

    WARM_UP = 2

    def __init__(self, share: float) -> None:
        self.share = share
        self.spent = 0.0  # seconds
        self.trained = 0.0  # seconds, without ours
        self._account = 0.0
        self._usual = 0.0
        self._intervals = 0
        self._last: float | None = None
        self._costs: dict[str, float] = {}

    def pass_time(self, now: float) -> None:
        """Counts the interval since the last call; without one before, only begins."""
        last, self._last = self._last, now
        if last is None:
            return
        interval = now - last
        self.trained += interval
        self._intervals += 1
        if self._intervals <= self.WARM_UP:
            return
        usual = self._usual or interval
        interval = min(interval, 5 * usual)
        self._usual = usual + 0.05 * (interval - usual)
        # The account never holds more than the dearest work and a margin: time without work is not saved up.
        most = 2 * max(self._costs.values(), default=0.0) + 1e-3
        self._account = min(self._account + self.share * interval, most)

    def allows(self, work: str) -> bool:
        """Whether the account holds what this work cost last; the first time it is free."""
        return self._account >= self._costs.get(work, 0.0)

    def charge(self, work: str, since: float) -> None:
        """Takes what work cost that began at `since` and ends now; the interval goes on from here."""
        now = time.perf_counter()
        cost = now - since
        known = self._costs.get(work, cost)
        self._costs[work] = known + 0.3 * (cost - known)
        self._account -= cost
        self.spent += cost
        if self._last is not None:
            self._last = max(self._last, now)
