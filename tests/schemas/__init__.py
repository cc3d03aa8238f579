"""Tests of the contracts and of what is published about them."""
