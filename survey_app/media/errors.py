"""What is refused of a file, one class per thing a person can do something about.

Room: media.
"""

from survey_app.errors import SurveyError


class NotAPictureError(SurveyError):
    """Something else than a picture was chosen for a picture."""

    code = "MEDIA-001"
    exit_code = 2
    msgid = (
        "This file is not a picture that can be kept here, so it was not taken. Choose a "
        "JPEG, PNG or WebP file."
    )


class NotASoundError(SurveyError):
    """Something else than a sound recording was chosen for one."""

    code = "MEDIA-002"
    exit_code = 2
    msgid = (
        "This file is not a sound recording that can be kept here, so it was not taken. Choose "
        "an M4A, MP3, WAV, Ogg, WebM, AAC, AMR or FLAC file."
    )


class NotAFilmError(SurveyError):
    """Something else than a film was chosen for one."""

    code = "MEDIA-003"
    exit_code = 2
    msgid = (
        "This file is not a film that can be kept here, so it was not taken. Choose an MP4, "
        "WebM or Ogg file."
    )


class MediaDamagedError(SurveyError):
    """The file is empty, or breaks off where it may not."""

    code = "MEDIA-004"
    exit_code = 5
    msgid = "The file is empty or damaged, so it was not taken. Take or choose it again."


class MapLayerError(SurveyError):
    """A file named .mbtiles is damaged, too large, or holds no map of pictures."""

    code = "MEDIA-005"
    exit_code = 5
    msgid = (
        "The file is not a map that can be shown: it is damaged, larger than 64 MB, or holds no "
        "PNG, JPEG or WebP tiles. Make it again as a raster MBTiles file."
    )
