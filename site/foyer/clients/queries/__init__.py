"""Reads of the clients room that are too big for a QuerySet method."""
