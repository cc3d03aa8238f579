"""The fault drill: two trackers that live and lie, and what is known of them after."""
