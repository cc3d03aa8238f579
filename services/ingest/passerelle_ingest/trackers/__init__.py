"""The trackers that we can follow: one folder and one line here for each."""
