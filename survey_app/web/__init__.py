"""Pages for the desks: `field` for the laptop and its phones, `hub` for the receiver.

Room: web (floor 9). Sole user of flask and flask_wtf; turns a wish into a workflow call.
Promise: no request of a page leaves the machine.
"""
