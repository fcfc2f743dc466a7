"""What the tablet's app is served by, and how its screens are shown to whoever makes them."""
