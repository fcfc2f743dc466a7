"""Papers of the archive."""
