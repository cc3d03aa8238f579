"""The drill's own GitHub: a living world, its HTTP, and its truth."""
