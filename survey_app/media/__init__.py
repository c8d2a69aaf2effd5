"""What photographs, recordings, films and maps are by their bytes, and what is taken out of them.

Room: media (floor 1). Bytes in, bytes out, in memory; nothing here knows a form or a disk.
Spec: docs/spec/attachment.md section 6, docs/adr/0070-own-parsers-for-metadata.md.
Promise: what a camera writes beside a picture does not go on with it.
Door: `cleaned`; `read_layer` and `tiles_of` for the maps of a form.
"""

from survey_app.media.cleaning import Media, cleaned
from survey_app.media.kinds import KINDS, Family, Kind, family_of, kind_named
from survey_app.media.map_layer import MapLayer, Tile, is_map_layer, read_layer, tiles_of

__all__ = [
    "KINDS",
    "Family",
    "Kind",
    "MapLayer",
    "Media",
    "Tile",
    "cleaned",
    "family_of",
    "is_map_layer",
    "kind_named",
    "read_layer",
    "tiles_of",
]
