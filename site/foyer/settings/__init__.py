"""Settings: base is production; development and testing say only what differs."""
