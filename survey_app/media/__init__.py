"""What photographs, recordings and films are by their bytes, and what is taken out of them.

Room: media (floor 1). Bytes in, bytes out, in memory; nothing here knows a form or a disk.
Spec: docs/spec/attachment.md section 6, docs/adr/0070-own-parsers-for-metadata.md.
Promise: what a camera writes beside a picture does not go on with it.
Door: `cleaned`.
"""

from survey_app.media.cleaning import Media, cleaned
from survey_app.media.kinds import KINDS, Family, Kind, family_of, kind_named

__all__ = ["KINDS", "Family", "Kind", "Media", "cleaned", "family_of", "kind_named"]
