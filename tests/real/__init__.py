"""Real tracker data, which none of us wrote, through the whole of Passerelle."""
