"""Tests of the risks, one file each."""
