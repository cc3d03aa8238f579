"""The one home of aiokafka: how any of our services meets a broker.

`settings` says where it is, `publisher` writes and waits for the acknowledgement,
`reader` reads a topic to its end, `topics` creates what `passerelle_schemas` declares.
"""
