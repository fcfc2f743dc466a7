"""Taking rooms, and giving them back; what is done with equipment has modules of its own."""

from .rooms import (
    EndsBeforeStart,
    RoomTaken,
    RoomTakenMeanwhile,
    check_free,
    in_the_way,
    keep_for_good,
    occupy_room,
    release_room,
    with_time_around,
)

__all__ = [
    "EndsBeforeStart",
    "RoomTaken",
    "RoomTakenMeanwhile",
    "check_free",
    "in_the_way",
    "keep_for_good",
    "occupy_room",
    "release_room",
    "with_time_around",
]
