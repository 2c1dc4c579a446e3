"""How often each address failed to sign, in memory: what a stranger tries costs us little."""

from collections import OrderedDict
from threading import Lock

MOST = 1_000
WINDOW = 600.0  # seconds
MOST_ADDRESSES = 10_000


class Attempts:
    """Failures of addresses within windows of ten minutes, which begin with the first one."""

    def __init__(self) -> None:
        self._failures: OrderedDict[str, tuple[float, int]] = OrderedDict()
        self._lock = Lock()

    def failed(self, address: str, now: float) -> int:
        """Count one more; the seconds until this address may fail again, 0 where it may now.

        `now` is in seconds of a clock that never goes back.
        """
        with self._lock:
            began, count = self._failures.pop(address, (now, 0))
            if now - began >= WINDOW:
                began, count = now, 0
            self._failures[address] = (began, count + 1)
            if len(self._failures) > MOST_ADDRESSES:
                self._failures.popitem(last=False)  # who has not failed for longest
        return int(began + WINDOW - now) + 1 if count >= MOST else 0
