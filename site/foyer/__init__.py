"""Foyer (迎客): low-code front of house for clubs, venues and exhibition companies."""
