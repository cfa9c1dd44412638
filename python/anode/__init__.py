"""Watch a Neural ODE while it trains.

    watch = anode.Watcher(func, inputs, labels, readout=head, augment=1)
    ...
    watch.step(loss)

Then `anode watch` in a terminal shows it.
"""

from .store import Record, read
from .watcher import Watcher

__version__ = "0.2.0"
__all__ = ["Record", "Watcher", "read"]
