"""The acts of the settlement room."""
