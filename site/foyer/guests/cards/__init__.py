"""Badges, place cards and table cards: which design, whose, what they say, and how they lie on the paper."""
