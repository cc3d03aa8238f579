"""The stack, truly started: images built, containers up, killed, and recovered."""
