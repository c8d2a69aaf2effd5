"""What can go wrong with the server of the field desk.

Room: web, field desk.
"""

from survey_app.errors import SurveyError


class PortInUseError(SurveyError):
    """Another program, or this one a second time, listens at the port."""

    code = "SERVE-001"
    exit_code = 2
    msgid = (
        "Something already listens at port {port}. If the pages are open in another window, "
        "use that one; otherwise choose another port with --port."
    )


class HotspotPortError(SurveyError):
    """The address of the hotspot is gone, or another program listens there."""

    code = "SERVE-002"
    exit_code = 2
    msgid = (
        "Phones cannot be let in: the hotspot is off, or another program uses port {port}. "
        "Switch the hotspot on, then try again."
    )
