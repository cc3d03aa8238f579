"""What the items of an objective mean together: pure, and without a clock."""
