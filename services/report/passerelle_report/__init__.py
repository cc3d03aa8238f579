"""Prints one honest edition for a department, a week and a language."""
