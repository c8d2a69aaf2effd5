"""What can stop a hub from being served.

Room: web/hub.
"""

from survey_app.errors import SurveyError


class HubPortError(SurveyError):
    """The address is taken or does not belong to this machine."""

    code = "HUBDESK-001"
    msgid = (
        "The hub cannot use port {port} on {host}: another program uses it, or the address is "
        "not this computer's. Choose another one with --port or --host."
    )
    exit_code = 2
