"""How fast a tracker is read whole, beside dlt's sources and a Singer tap."""
