"""The acts of forms."""
