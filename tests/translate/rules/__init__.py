"""Tests of reading the rules."""
