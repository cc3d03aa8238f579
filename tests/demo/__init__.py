"""Tests of the invented company and its simulated trackers."""
