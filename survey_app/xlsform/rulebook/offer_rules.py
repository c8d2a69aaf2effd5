"""What a form asks for that this program does not do, as findings.

Room: xlsform (floor 4).
Spec: docs/spec/form-columns.md section 6 lists every rule; the sentences are the xform room's.
"""

from survey_app.i18n.marking import N_
from survey_app.xform.not_offered import SENTENCES
from survey_app.xlsform.rulebook.findings import warning_rule

_LEAVE_OUT = N_("Leave it out, or ask her.")
_TYPE = N_("Leave it out, or say in the hint what to type.")

PLACE = warning_rule("CHECK-080", SENTENCES["place"], _LEAVE_OUT)
SOUND = warning_rule("CHECK-081", SENTENCES["sound"], _LEAVE_OUT)
APP = warning_rule("CHECK-082", SENTENCES["app"], _TYPE)
PRINTER = warning_rule("CHECK-083", SENTENCES["printer"], N_("Leave out the appearance."))
SENSOR = warning_rule("CHECK-084", SENTENCES["sensor"], _TYPE)
MAP = warning_rule(
    "CHECK-085",
    SENTENCES["map"],
    N_("Leave out the appearance. A geopoint can have a map (.mbtiles) in the folder media."),
)
UNREADABLE_MAP = warning_rule(
    "CHECK-098",
    N_("The map “{found}” cannot be read, so it is not shown."),
    N_("Make it again: a raster MBTiles file of at most 64 MB with PNG, JPEG or WebP tiles."),
)
PERSON = warning_rule("CHECK-086", SENTENCES["person"], N_("Leave it out."))
TRAIL = warning_rule("CHECK-087", SENTENCES["trail"], N_("Leave out the location parameters."))
KEPT = warning_rule(
    "CHECK-088",
    SENTENCES["kept"],
    N_("Give it sensitivity S0 or S1 and a role other than direct or text, or ask again."),
)
LOCK = warning_rule("CHECK-091", SENTENCES["lock"], N_("Empty the setting public_key."))
ADDRESS = warning_rule("CHECK-092", SENTENCES["address"], N_("Empty the setting submission_url."))
FUNCTION = warning_rule(
    "CHECK-139",
    SENTENCES["function"],
    N_("Write what it works out with functions of the standard."),
)

BY_KIND = {
    "place": PLACE,
    "sound": SOUND,
    "app": APP,
    "printer": PRINTER,
    "sensor": SENSOR,
    "map": MAP,
    "person": PERSON,
    "function": FUNCTION,
    "trail": TRAIL,
    "kept": KEPT,
    "lock": LOCK,
    "address": ADDRESS,
}
