"""Mocks of the vendors that others wrote, read as any tracker is."""
