"""Women as a laptop packs them, merged into a dataset of the hub: for tests of what is released."""

from survey_app.bundle.rows import Feed, Put, rows_of
from survey_app.canonical import sha256_hex
from survey_app.disclosure.planning.protected_cells import leaves, protected_cell
from survey_app.merge.dataset import StoredForm, write_dataset
from survey_app.merge.forms import form_version
from survey_app.merge.merging import arrived, merge_bundles
from survey_app.microdata.cells import Cell

_DEVICE = sha256_hex(b"laptop")
_NOT_SAID = Cell(None, 91)


def write_merged(folder, form, plan, women):
    """Write a dataset of `women`, records of which nothing is protected yet; return its folder."""
    return write_versions(folder, plan, [(form, women)])


def write_versions(folder, plan, versions):
    """Write a dataset of women who were asked by several versions of a form with one plan."""
    asked = [(form, one) for form, women in versions for one in women]
    puts = [_put(form, plan, number, one) for number, (form, one) in enumerate(asked)]
    forms = [form for form, _ in versions]
    rows = rows_of(puts, device=_DEVICE, feed=Feed())
    bundle = arrived(rows, bundle_id=sha256_hex(b"b"), name="b", device=_DEVICE, seq=1, prev="")
    state = merge_bundles([bundle], {one.form_hash: form_version(one) for one in forms})
    stored = {one.form_hash: StoredForm(one.xml, {}) for one in forms}
    write_dataset(folder, state, study="s", forms=stored)
    return folder


def _put(form, plan, number, woman):
    values = {
        name: protected_cell(rule, woman.values.get(name, _NOT_SAID))
        for name, rule in plan.rules.items()
        if leaves(rule) and rule.roster is None
    }
    body = {
        "form_version": form.version,
        "plan_hash": plan.hash,
        "language": "ur",
        "values": {name: cell.to_json() for name, cell in values.items()},
        "rosters": {},
        "texts": [],
    }
    return Put(f"record-{number:04}", form.form_id, form.form_hash, body)
