"""What GitHub's deliveries say in our words. Pure: nothing is read or asked here."""
