"""Statements and credit notes, as they are shown and printed."""
