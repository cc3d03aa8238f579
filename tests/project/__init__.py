"""Tests of the project itself: what reviewers should never have to look for."""
