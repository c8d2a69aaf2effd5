"""Break the promises of SECURITY.md, one at a time in a copy, and run the tests they name.

    promises [--only WORD] [--journeys]

Each line of BROKEN takes one promise away from a throw-away copy of the program: a text of one
file is replaced, the named tests are run there, and one of them must turn red. `--journeys` runs
those with a browser or processes of their own too. Ends with one line of JSON; exit code 1 when
a test stayed green, a text is no longer there, or a test that is named is not in SECURITY.md.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("survey_app", "scripts", "tests", "setup.cfg", "pyproject.toml")
NEVER = shutil.ignore_patterns("__pycache__", "artefacts")
AT_MOST = 280


@dataclass(frozen=True)
class Breaking:
    """A promise (the row it stands in), the text that keeps it, another one, and its tests."""

    row: str
    file: str
    before: str
    after: str
    tests: tuple[str, ...]
    journey: bool = False


def _breaks(row: str, file: str, before: str, after: str, *tests: str, **how: bool) -> Breaking:
    return Breaking(row, f"survey_app/{file}", before, after, tests, **how)


BROKEN = (
    _breaks(
        "Searcher with a USB stick",
        "vault/covers.py",
        "return salt + _cipher(study_key, salt).encrypt(_NONCE, padded, bound)",
        "return (text + secrets.token_bytes(SEALED_BYTES))[:SEALED_BYTES]",
        "test_no_cover_of_any_bundle_is_readable_and_none_names_the_one_before",
    ),
    _breaks(
        "Searcher with a USB stick",
        "durable.py",
        "            os.utime(one, (_NO_TIME, _NO_TIME))",
        "            pass",
        "test_a_stick_tells_neither_by_names_nor_by_times",
    ),
    _breaks(
        "Searcher with a stick that holds a backup",
        "workflows/backing_up/opening.py",
        "    if contents.front != sha256_hex(line):",
        "    if not contents:",
        "test_a_slot_slipped_into_the_front_is_noticed",
        "test_a_front_with_one_altered_bit_is_refused",
    ),
    _breaks(
        "Operator or seizer of the hub",
        "bundle/receipt.py",
        "    if receipt.hub not in trusted:",
        "    if not receipt.hub:",
        "test_a_receipt_of_another_key_is_not_kept",
    ),
    _breaks(
        "Operator or seizer of the hub",
        "bundle/receipt.py",
        "        signing.verify(bytes.fromhex(receipt.hub), message, receipt.signature, PURPOSE)",
        "        assert message",
        "test_every_altered_byte_of_a_receipt_is_refused",
    ),
    _breaks(
        "Operator or seizer of the hub",
        "bundle/hub_line.py",
        "if not places or not all(_is_near(place) for place in places):",
        "if not places:",
        "test_clear_http_to_the_internet_is_refused",
    ),
    _breaks(
        "Somebody who alters the laptop's files",
        "store/audit.py",
        "    if differing:\n        raise StoreAlteredError",
        "    if head is None:\n        raise StoreAlteredError",
        "test_an_interview_taken_out_or_slipped_in_is_told_at_unlock",
    ),
    _breaks(
        "Two laptops from one image or backup",
        "workflows/backing_up/opening.py",
        "_entry(RESTORE, secrets.token_hex(16), seed)",
        '_entry(RESTORE, "0" * 32, seed)',
        "test_each_restore_of_one_file_begins_with_another_head_of_the_log",
    ),
    _breaks(
        "Two laptops from one image or backup",
        "workflows/integrity/evidence.py",
        "        elif not leads_to(head, entries):",
        "        elif not entries:",
        "test_two_laptops_restored_from_one_image_are_told_at_the_stick",
    ),
    _breaks(
        "Holder of a pack file",
        "bundle/enrolment.py",
        "    signing.verify(\n        proof.ticket_key,",
        "    (lambda *_: None)(\n        proof.ticket_key,",
        "test_the_enrolment_of_another_laptop_cannot_be_borrowed",
    ),
    _breaks(
        "Holder of a pack file",
        "bundle/removals.py",
        "(stays is not None and manifest.device not in stays)",
        "stays == frozenset({name})",
        "test_a_cancelled_pack_lets_nobody_in_any_more_but_whom_it_had",
    ),
    _breaks(
        "Thief of a laptop that the study removed",
        "bundle/removals.py",
        "laptop_id(manifest.device) in removals.laptops and bundle_id not in counting",
        "not bundle_id and bundle_id in counting",
        "test_what_arrived_before_the_removal_stays_and_what_is_signed_after_it_is_refused",
        "test_a_second_history_of_a_removed_laptop_is_refused",
    ),
    _breaks(
        "Thief of a laptop that the study removed",
        "bundle/removals.py",
        "    signing.verify(authority_key, canonical_json(fields), signature, PURPOSE)\n    return",
        "    return",
        "test_a_list_that_the_study_did_not_sign_stops_the_merge",
    ),
    _breaks(
        "Somebody who left the team",
        "workflows/keys/people.py",
        "        gone_slots=going,",
        "        gone_slots=(),",
        "test_who_was_removed_opens_nothing_and_her_slot_is_in_no_file",
    ),
    _breaks(
        "Somebody who left the team",
        "workflows/keys/people.py",
        "    if opened_views:\n        change, seed",
        "    if not slot_id:\n        change, seed",
        "test_a_removed_supervisor_cannot_open_what_is_finished_before_or_after",
    ),
    _breaks(
        "Somebody with an old copy of a slot and its old passphrase",
        "workflows/keys/people.py",
        '"draft": secrets.token_bytes(32)}',
        "}",
        "test_a_copy_of_the_old_slot_opens_nothing_written_later",
    ),
    _breaks(
        "Whoever makes a person say her passphrase after panic",
        "store/store.py",
        "            laptop.delete_all_slots(db)\n            for name in settings:",
        "            for name in settings:",
        "test_after_panic_no_passphrase_opens_and_no_byte_of_a_slot_is_left",
    ),
    _breaks(
        "Whoever makes a person say her passphrase after panic",
        "web/field/pages/panic.py",
        'or request.form.get("sure") != "yes":',
        "or request.form is None:",
        "test_no_slip_destroys_the_keys",
    ),
    _breaks(
        "Holder of one recovery sheet",
        "vault/shares.py",
        "    different = {sheet.words: sheet for sheet in sheets}\n    if len(different) < NEEDED:",
        "    different = {sheet.words: sheet for sheet in sheets}\n    if not different:",
        "test_one_sheet_gives_nothing_even_typed_twice",
    ),
    _breaks(
        "Holder of one recovery sheet",
        "workflows/keys/recovering.py",
        '        if not fits or len(lost.held["draft"]) != kem.SEED_BYTES:',
        '        if len(lost.held["draft"]) != kem.SEED_BYTES:',
        "test_a_planted_recovery_is_not_believed",
        "test_an_answer_forged_without_the_study_key_makes_no_slot",
    ),
    _breaks(
        "Dishonest interviewer",
        "store/audit.py",
        "        views=_names(logged.views.items() ^ _digests(all_views(db))),",
        "        views=frozenset(),",
        "test_a_view_put_back_to_its_state_before_the_review_is_noticed",
    ),
    _breaks(
        "Dishonest interviewer",
        "vault/chain.py",
        "    if (held.number, held.previous) != (number, head.digest):",
        "    if held.number <= head.count:",
        "test_a_log_without_one_of_its_entries_is_noticed",
    ),
    _breaks(
        "Somebody on the hotspot",
        "web/field/phone_gate.py",
        "return None if endpoint == JOIN and invited else _forgotten()",
        "return None",
        "test_over_the_hotspot_every_route_is_empty_for_who_was_not_invited",
    ),
    _breaks(
        "Somebody on the hotspot",
        "web/field/cookies.py",
        "        if found is not None and found.phone == phone:",
        "        if found is not None and bool(found.phone) == bool(phone):",
        "test_the_cookie_of_a_phone_from_another_address_ends_its_visit",
    ),
    _breaks(
        "Somebody on the hotspot",
        "web/field/tls.py",
        '"ECDHE+AESGCM:ECDHE+CHACHA20:!aRSA:!aNULL"',
        '"ALL:@SECLEVEL=0"',
        "test_old_versions_and_weak_ciphers_are_refused",
        journey=True,
    ),
    _breaks(
        "Holder of a phone that was let in",
        "web/field/phone_gate.py",
        "    return None if _is_of_her_interview(endpoint) else Response(status=404)",
        "    return None",
        "test_a_phone_that_is_in_sees_nothing_but_its_interview",
        journey=True,
    ),
    _breaks(
        "Thief of a phone's trust",
        "vault/hotspot.py",
        "    permitted = [x509.IPAddress(network), x509.DNSName(INTERNAL_NAME)]",
        '    permitted = [x509.IPAddress(IPv4Network("0.0.0.0/0")), x509.DNSName("")]',
        "test_a_leaf_for_a_place_elsewhere_fails_even_when_the_authority_signed_it",
    ),
    _breaks(
        "Thief of a phone's trust",
        "vault/hotspot.py",
        "        leaf_key=leaf_key.private_bytes(",
        "        leaf_key=authority_key.private_bytes(",
        "test_the_key_of_the_authority_is_in_nothing_that_is_returned",
    ),
    _breaks(
        "Who reads the memory of the laptop after a lock",
        "web/field/desk.py",
        "            self.ending.set()",
        "            self.visits.end_old()",
        "test_after_a_lock_no_process_of_the_program_remembers_an_answer",
        journey=True,
    ),
    _breaks(
        "Sender of a spreadsheet or a pack made to hurt",
        "xlsform/files/confining.py",
        "    if len(members) > MOST_MEMBERS or whole > MOST_UNPACKED or grown:",
        "    if members is None:",
        "test_a_bomb_is_refused_by_its_sizes_before_it_is_opened",
    ),
    _breaks(
        "Sender of a spreadsheet or a pack made to hurt",
        "confined.py",
        "    _confine(int(memory), int(seconds))",
        "    assert memory",
        "test_work_that_takes_more_than_its_share_fails_alone",
    ),
    _breaks(
        "Who bends the way to a hub",
        "bundle/address.py",
        '    if address not in [_hub(one) for one in signed if "://" in one]:',
        "    if signed is None:",
        "test_only_a_hub_that_the_signed_pack_names_is_spoken_to",
    ),
    _breaks(
        "Who bends the way to a hub",
        "bundle/hub_line.py",
        "if not _is_figures(address.host) and any(_is_inside(place) for place in places):",
        "if not places:",
        "test_a_public_name_that_leads_to_a_private_address_is_not_called",
    ),
    _breaks(
        "Web page in the same browser",
        "web/origin.py",
        '    return request.headers.get("Host", "") in addresses',
        '    return "Host" in request.headers',
        "test_another_host_name_is_not_ours",
    ),
    _breaks(
        "Web page in the same browser",
        "web/origin.py",
        "    return scheme == request.scheme and address in addresses",
        "    return bool(scheme or address or addresses)",
        "test_a_post_from_elsewhere_is_refused",
    ),
    _breaks(
        "Web page in the same browser",
        "web/headers.py",
        "    \"frame-ancestors 'none'; \"\n",
        "",
        "test_every_page_is_guarded_and_never_kept",
    ),
    _breaks(
        "Web page in the same browser",
        "web/field/cookies.py",
        "            httponly=True,",
        "            httponly=False,",
        "test_the_cookie_is_for_this_window_and_no_script_reads_it",
    ),
    _breaks(
        "Web page in the same browser",
        "web/field/gate.py",
        '    if request.get_data(cache=True).count(b"&") >= MOST_FIELDS:',
        "    if MOST_FIELDS < 0:",
        "test_a_flood_of_form_fields_is_refused_before_it_is_taken_apart",
    ),
    _breaks(
        "Whoever walks in during an interview",
        "web/field/page.py",
        "        return laptop.study.cover_titles[wording.lang]",
        "        return laptop.study.title",
        "test_no_page_of_an_interview_says_the_word_before_she_was_asked",
    ),
    _breaks(
        "Whoever walks in during an interview",
        "web/static/js/hiding.js",
        'if (event.key !== "Escape") {',
        "if (event.key) {",
        "test_twice_escape_hides_every_window_and_leaves_only_the_calendar_in_the_tab",
        journey=True,
    ),
    _breaks(
        "Searcher of the browser's profile",
        "web/headers.py",
        'NEVER_KEEP = "no-store, max-age=0"',
        'NEVER_KEEP = "private, no-cache"',
        "test_every_page_is_guarded_and_never_kept",
    ),
    _breaks(
        "Reader of the program's log",
        "web/field/problems.py",
        '    LOG.error("%s at %s while answering %s", type(error).__name__, _place(error), '
        "request.endpoint)",
        '    LOG.error("%s", error)',
        "test_a_fault_of_ours_is_told_without_a_word_of_what_was_typed",
    ),
    _breaks(
        "Whoever opens a photograph with the study key",
        "media/jpeg.py",
        "            turn = _turn(content) or turn",
        "            kept.append(_segment(code, content))",
        "test_the_place_a_camera_wrote_is_gone",
    ),
    _breaks(
        "Somebody who finds the page left open",
        "web/field/patience.py",
        "timedelta(minutes=5)",
        "timedelta(minutes=500)",
        "test_five_quiet_minutes_lock_the_page",
    ),
    _breaks(
        "Somebody who finds the page left open",
        "web/field/patience.py",
        "timedelta(minutes=30)",
        "timedelta(minutes=500)",
        "test_half_an_hour_locks_the_page_whatever_happens",
    ),
    _breaks(
        "Somebody who tries passphrases at the door",
        "web/field/throttle.py",
        "    return min(1 << min(failures, 6), LONGEST_WAIT)",
        "    return min(failures, 1)",
        "test_waiting_doubles_up_to_a_minute",
    ),
    _breaks(
        "Reader of a release",
        "disclosure/rows/search.py",
        "            if size >= self.plan.k and",
        "            if size >= 1 and",
        "test_two_hundred_women_are_shared_with_at_least_five_alike",
        "test_protecting_never_lowers_k",
    ),
    _breaks(
        "Reader of a release",
        "disclosure/rows/search.py",
        "SMALLEST_FILE = 20",
        "SMALLEST_FILE = 1",
        "test_nineteen_women_are_refused_however_much_alike",
    ),
    _breaks(
        "Reader of a release",
        "bundle/pack.py",
        "        raise UnreviewedError",
        "        pass",
        "test_only_reviewed_views_can_be_packed",
    ),
    _breaks(
        "Owner of a quantum computer, later",
        "vault/kem.py",
        "_SUITE = Suite(KEM.MLKEM768_X25519,",
        "_SUITE = Suite(KEM.X25519,",
        "test_the_suite_is_the_post_quantum_hybrid",
    ),
    Breaking(
        "Supplier of a changed Python package",
        "scripts/environment.py",
        '"--require-hashes", ',
        "",
        ("test_a_package_without_a_hash_refuses_the_start",),
        journey=True,
    ),
    _breaks(
        "What the page called saved survives",
        "store/connection.py",
        '    ("synchronous", "FULL", 2),',
        '    ("synchronous", "NORMAL", 1),',
        "test_the_settings_the_promises_rest_on_hold",
    ),
    _breaks(
        "The settings of SQLite are read back",
        "store/connection.py",
        "            raise StoreUnsafeError(setting=name)",
        "            continue",
        "test_a_disk_that_does_not_keep_a_setting_is_refused",
    ),
    _breaks(
        "Two programs never write to one folder",
        "locking.py",
        "        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)",
        "        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)",
        "test_two_processes_cannot_hold_one_folder",
    ),
    _breaks(
        "A damaged file is noticed",
        "store/connection.py",
        '    if db.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":',
        "    if db is None:",
        "test_a_damaged_file_is_noticed_at_the_door",
    ),
    _breaks(
        "An interview is finished wholly or not at all",
        "store/writer.py",
        '    db.execute("BEGIN IMMEDIATE")\n    try:\n        done = [work(db) for work in works]\n'
        '        db.execute("COMMIT")\n    except BaseException:\n        db.rollback()\n',
        "    try:\n        done = [work(db) for work in works]\n    except BaseException:\n",
        "test_finishing_that_fails_at_its_last_step_changes_nothing",
    ),
    _breaks(
        "A full disk keeps the answer that found it full",
        "store/writer.py",
        "error) and self._ballast.release():\n                return _transaction",
        "error) and not jobs:\n                return _transaction",
        "test_a_full_disk_keeps_the_save_that_found_it_full_and_explains_on_the_next",
    ),
    _breaks(
        "Photographs never use up the room that answers need",
        "store/folder.py",
        "            return shutil.disk_usage(self._path.parent).free >= size + _MARGIN",
        "            return size >= 0",
        "test_a_photograph_never_uses_up_the_room_that_answers_need",
    ),
    _breaks(
        "Before an update a whole copy is on the disk",
        "store/safe_copy.py",
        "            write_copy(db, file)",
        "            file.touch()",
        "test_a_copy_is_kept_before_the_tables_of_somebody_change",
    ),
    _breaks(
        "A backup is called good only after it was opened",
        "workflows/backup.py",
        "        path.unlink(missing_ok=True)\n        raise",
        "        raise",
        "test_a_stick_that_gives_back_other_bytes_gets_no_backup",
    ),
    _breaks(
        "A restore is whole or changes nothing",
        "workflows/backup.py",
        "    if not replace and any(",
        "    if replace is None and any(",
        "test_a_backup_never_covers_interviews_unless_told_and_then_keeps_them_beside",
    ),
    _breaks(
        "A made passphrase opens whatever keyboard",
        "vault/passphrase.py",
        "    return (bare if bare.isdecimal() else as_made(spaced)).encode()",
        "    return (bare if bare.isdecimal() else spaced).encode()",
        "test_every_made_word_typed_on_this_keyboard_is_that_word",
    ),
    _breaks(
        "Any two of three recovery sheets",
        "vault/shares.py",
        "        raise ShareWordError(place=place + 1, word=WORDLIST[numbers[place]])",
        "        raise ShareScrambledError",
        "test_every_single_wrong_word_is_named_by_its_place",
    ),
    _breaks(
        "Promises to the woman who withdraws",
        "store/interviews.py",
        '    _delete(db, "records", "record_keys", "record_id", record_id)\n    _delete(db, ',
        "    _delete(db, ",
        "test_a_withdrawn_interview_is_gone_and_never_comes_back",
    ),
    _breaks(
        "Promises to the woman who withdraws",
        "store/writer.py",
        "        self._residue = self._residue or any(job.destroys for job in jobs)",
        "        self._residue = False",
        "test_a_withdrawal_wipes_both_envelopes",
    ),
    _breaks(
        "Promises to the woman who withdraws",
        "store/writer.py",
        "                self._copies.wipe()  # first",
        "                pass  # first",
        "test_a_destroyed_key_does_not_live_on_in_the_copy_before_an_update",
    ),
    _breaks(
        "Promises to the woman who withdraws",
        "store/interviews.py",
        "_GUARD = bytes(4096)",
        "_GUARD = bytes(16)",
        "test_rearranging_pages_leaves_no_copy_of_a_destroyed_key",
    ),
    _breaks(
        "Promises to the woman who withdraws",
        "store/interviews.py",
        'put_shreds(db, "record_shreds", "record_id", record_id, left)',
        "pass",
        "test_an_answer_taken_back_opens_with_no_key_and_its_shreds_are_in_no_file",
    ),
    _breaks(
        "Promises to the woman who withdraws",
        "workflows/field_laptop/restoring.py",
        "return tuple(store.withdrawn()) if _is_of(store, device) else ()",
        "return ()",
        "test_whom_the_folder_knew_as_withdrawn_an_older_backup_does_not_bring_back",
    ),
    _breaks(
        "Web page in the same browser",
        "web/field/asking/showing.py",
        "g.may_record = asks_for_sound(sitting.interview.form)",
        "g.may_record = True",
        "test_an_interview_that_asks_for_no_sound_may_not_use_the_microphone",
    ),
    _breaks(
        "Somebody who finds the page left open",
        "web/field/cookies.py",
        '"/backup/look", "/look")',
        '"/backup/look")',
        "test_two_windows_without_scripts_do_not_keep_each_other_open",
    ),
    _breaks(
        "New keys of a study",
        "store/store.py",
        "            guard()\n            interviews.put_draft",
        "            interviews.put_draft",
        "test_an_answer_that_comes_after_a_change_of_keys_is_refused_and_the_draft_still_opens",
    ),
    _breaks(
        "Of a recording that still runs all but the last seconds survives",
        "workflows/interviewing/attaching.py",
        "for name in (*names, *self._spared) for row in self._rows(name)}",
        "for name in (*names, *self._spared) for row in (self._row(name),)}",
        "test_a_recording_that_still_runs_is_kept_piece_by_piece_and_sealed_as_one",
    ),
    _breaks(
        "Of a recording that still runs all but the last seconds survives",
        "workflows/interviewing/attaching.py",
        'b"".join(data for _, data in self.pieces_of(name))',
        'b"".join([data for _, data in self.pieces_of(name)][:1])',
        "test_a_recording_that_still_runs_is_kept_piece_by_piece_and_sealed_as_one",
    ),
    _breaks(
        "Of a recording that still runs all but the last seconds survives",
        "web/field/asking/question_wishes.py",
        " and not is_meant(visit, ref, meant):",
        " and not meant:",
        "test_a_window_erases_what_it_recorded_or_showed_and_nothing_that_another_one_keeps",
    ),
    _breaks(
        "Of a recording that was damaged on the disk",
        "workflows/interviewing/attaching.py",
        "row not in self._sizes if self._told is None else nth >= self._told.get(name, 1)",
        "row not in self._sizes",
        "test_a_piece_that_somebody_took_away_is_noticed_and_costs_no_other",
    ),
    _breaks(
        "Of a recording that was damaged on the disk",
        "vault/attachments.py",
        "    if _named(statement, sealed, owner) != name:",
        "    if not name:",
        "test_chunks_of_another_row_or_in_another_order_are_no_part_of_what_is_left",
    ),
    _breaks(
        "Holder of a phone that was let in",
        "web/field/asking/uploading.py",
        "screen.refs if visit.may_see(screen.module) else ()",
        "screen.refs",
        "test_a_phone_of_one_part_gets_no_file_of_another_though_it_remembers_its_address",
    ),
)


def main() -> int:
    """Break one after the other; return 1 when one was not noticed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="rows, files or tests with this word")
    parser.add_argument("--journeys", action="store_true", help="the slow ones, too")
    wish = parser.parse_args()
    named = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    todo = [
        one
        for one in BROKEN
        if (wish.journeys or not one.journey)
        and wish.only.lower() in f"{one.row} {one.file} {one.tests}".lower()
    ]
    wrong: dict[str, list[str]] = {"green": [], "not there": [], "not named": []}
    with tempfile.TemporaryDirectory(prefix="broken-") as passing:
        copy = _copied(Path(passing))
        for one in todo:
            told = f"{one.file}: {one.tests[0]}"
            wrong["not named"] += [test for test in one.tests if test not in named]
            end, why = _end(copy, one)
            if end != "red":
                wrong[end].append(told)
            print(f"{end:<10}{one.row}: {told}  {why}", flush=True)
    print(json.dumps({"broken": len(todo), "rows": len({one.row for one in todo}), **wrong}))
    return 1 if any(wrong.values()) else 0


def _copied(folder: Path) -> Path:
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=NEVER)
        else:
            shutil.copy2(source, folder / name)
    for source in ROOT.iterdir():  # what is only read
        if source.name not in COPIED and not source.name.startswith("."):
            (folder / source.name).symlink_to(source)
    return folder


def _end(copy: Path, one: Breaking) -> tuple[str, str]:
    """Return `red`, `green` or `not there`, and what pytest said; the copy is whole afterwards."""
    path = copy / one.file
    whole = path.read_text(encoding="utf-8")
    if whole.count(one.before) != 1:
        return "not there", ""
    path.write_text(whole.replace(one.before, one.after), encoding="utf-8")
    try:
        return _tested(copy, one)
    finally:
        path.write_text(whole, encoding="utf-8")


def _tested(copy: Path, one: Breaking) -> tuple[str, str]:
    """Run the named tests; that none was found is no failure of one."""
    files = [
        str(path)
        for path in sorted((copy / "tests").rglob("test_*.py"))
        if any(f"def {test}(" in path.read_text(encoding="utf-8") for test in one.tests)
    ]
    command = [sys.executable, "-m", "pytest", "-x", "-q", *files, "-k", " or ".join(one.tests)]
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        command,
        cwd=copy,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=AT_MOST,
    )
    said = [line for line in done.stdout.splitlines() if line.startswith("E  ")]
    return "red" if done.returncode == 1 else "green", (said or [""])[0][:100]


if __name__ == "__main__":
    sys.exit(main())
