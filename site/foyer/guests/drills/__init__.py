"""The drills of this room: before an evening, and that a lobby never stops. (000-12, 004-12)"""

from . import burst, flood, kill9, offline, outage, powercut, preflight, race

__all__ = ["burst", "flood", "kill9", "offline", "outage", "powercut", "preflight", "race"]
