"""The simulated Jira of the fault drill: alive, late, forgetful, and sure of itself."""
