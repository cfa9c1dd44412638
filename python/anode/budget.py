"""A share of the training's time, as a running account. All times are in seconds."""

from __future__ import annotations


class Budget:
    """Allows work that costs, on average, at most `share` of the training's time.

    Each interval between steps adds its share to the account, and work takes what it cost. Compilation is left out: the
    first intervals do not count, and a later one counts for at most five usual ones.
    """

    WARM_UP = 2
    # Where counting and noting alone would take more than the share, a quarter of it is left for work.
    MOST_FOR_STEPS = 0.75

    def __init__(self, share: float) -> None:
        self.share = share
        self.spent = 0.0
        self._account = 0.0
        self._income = 0.0
        self._usual = 0.0
        self._intervals = 0
        self._last: float | None = None
        self._costs: dict[str, float] = {}
        self._charged = 0.0

    def begin_step(self, now: float) -> None:
        """Counts the interval since the end of the last step; without one before, there is none."""
        self._charged = self._income = 0.0
        if self._last is None:
            return
        interval = now - self._last
        self._intervals += 1
        if self._intervals <= self.WARM_UP:
            return
        usual = self._usual or interval
        interval = min(interval, 5 * usual)
        self._usual = usual + 0.05 * (interval - usual)
        self._income = self.share * interval
        # The account never holds more than the dearest work and a margin: time without work is not saved up.
        most = 2 * max(self._costs.values(), default=0.0) + 1e-3
        self._account = min(self._account + self._income, most)

    def allows(self, work: str) -> bool:
        """Whether the account holds what this work has cost lately; the first time it is free."""
        return self._account >= self._costs.get(work, 0.0)

    def charge(self, work: str, cost: float) -> None:
        """Takes what work cost."""
        known = self._costs.get(work, cost)
        self._costs[work] = known + 0.3 * (cost - known)
        self._charged += cost
        self._account -= cost

    def end_step(self, now: float, cost: float) -> None:
        """Takes what the whole step cost beside its work; the next interval begins."""
        self.spent += cost
        self._account -= min(cost - self._charged, self.MOST_FOR_STEPS * self._income)
        self._last = now
