"""The most that is taken of one file. (security 8)"""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """The most that is taken of one file.

    Attributes:
        size: bytes.
        pixels: width times height of a picture.
        unpacked: bytes of a document's parts together.
        parts: how many parts a document may have.
    """

    size: int = 15 * MEGABYTE
    pixels: int = 50 * MILLION
    unpacked: int = 150 * MEGABYTE
    parts: int = 2_000
