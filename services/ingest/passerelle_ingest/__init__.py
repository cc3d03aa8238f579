"""Follows the trackers and says what happened, missing nothing."""
