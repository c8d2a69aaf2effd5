"""XPath 1.0 with the ODK functions: parse, compile, find dependencies.

Room: xpath (floor 2). Knows nodes only as the protocol in `nodes`.
Spec: ODK XForms 1.0, section "XPath functions"; W3C XPath 1.0.
Promise: the clock, the zone, chance and uuids come in from outside.
"""
