"""Refusals of backups, and faults of the disk, as a command says them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError
from django.utils.translation import override

from foyer.core.refusals import Refusal


@contextmanager
def in_words() -> Iterator[None]:
    """Say why something was refused instead of showing where."""
    try:
        with override("en"):
            yield
    except Refusal as refusal:
        with override("en"):
            raise CommandError(str(refusal)) from refusal
    except OSError as fault:
        message = f"{fault.filename}: {fault.strerror}" if fault.filename else str(fault)
        raise CommandError(message) from fault
