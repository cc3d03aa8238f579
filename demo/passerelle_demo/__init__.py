"""An invented company whose trackers speak the real HTTP."""
