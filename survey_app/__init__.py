"""Offline-first, encrypted survey collection in Urdu and English.

Start reading in `workflows`: one short file for each leg of the way of the data.
The floors of the house are listed in setup.cfg and explained in docs/architecture.md.
"""

__version__ = "0.1.0"
