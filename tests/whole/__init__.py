"""The whole way, as a stranger and an operator see it."""
