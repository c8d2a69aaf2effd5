"""What a laptop's folder holds after a failure, held against what was acknowledged before it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from people import INTERVIEWER, SUPERVISOR

from survey_app.canonical import read_canonical_json
from survey_app.errors import SurveyError
from survey_app.vault.records import open_sealed
from survey_app.workflows import collect
from survey_app.workflows.enrol import enrol_laptop, install_pack
from survey_app.workflows.errors import NotInstalledError
from survey_app.workflows.field_laptop.laptop import Laptop, Person, open_laptop, the_device, unlock
from survey_app.workflows.interviewing import cards
from survey_app.workflows.recover import recover, recover_attachments

from .legs import PHOTO, PLOT, TREES
from .study import CHEAP, PEOPLE, Study

Acknowledged = Mapping[str, object]


@dataclass
class Verdict:
    """What was acknowledged and is not there; what is there and must not be so."""

    lost: list[str] = field(default_factory=list)
    bad: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not self.lost and not self.bad


@dataclass
class Held:
    """What a folder holds, opened with every key: how far each interview came."""

    drafts: dict[str, int] = field(default_factory=dict)
    photos: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    finished: dict[str, tuple[str, int]] = field(default_factory=dict)
    withdrawn: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Shown:
    """What a folder showed when it was opened; `held` is None where that could not be told.

    `again` is what of a first run had to be done again: to install, to enrol.
    """

    again: tuple[str, ...] = ()
    held: Held | None = None
    bad: tuple[str, ...] = ()


_AGAIN = {"installed": "the study that was installed", "enrolled": "the people that were enrolled"}


def judge(
    data: Path,
    study: Study,
    acknowledged: Iterable[Acknowledged],
    people: tuple[Person, Person] | None = None,
) -> Verdict:
    """Open the folder the way the program does and say what is lost and what is bad.

    A first run that was cut short is simply done again; that it can be is judged too. With
    `people` (interviewer, supervisor) no passphrase is derived.
    """
    return held_against(show(data, study, people), acknowledged)


def held_against(shown: Shown, acknowledged: Iterable[Acknowledged]) -> Verdict:
    """Return what is lost of what was acknowledged, beside what is bad whatever was."""
    done = list(acknowledged)
    did = {str(one["did"]) for one in done}
    lost = [_AGAIN[step] for step in shown.again if step in did]
    if shown.held is not None:
        lost += _missing(shown.held, _last_of_each(done))
    return Verdict(lost, list(shown.bad))


def show(data: Path, study: Study, people: tuple[Person, Person] | None = None) -> Shown:
    """Open the folder with every key, and return what it shows."""
    again: list[str] = []
    try:
        laptop = _opened(data, study, again)
    except (SurveyError, OSError) as error:
        return Shown(tuple(again), bad=(f"unreadable: {error!r}",))
    verdict = Verdict()
    try:
        held = look(laptop, study, verdict, people)
    except (SurveyError, OSError, ValueError) as error:
        return Shown(tuple(again), bad=(*verdict.bad, f"unauthenticated: {error!r}"))
    finally:
        laptop.close()
    return Shown(tuple(again), held, tuple(verdict.bad))


def look(
    laptop: Laptop, study: Study, verdict: Verdict, people: tuple[Person, Person] | None = None
) -> Held:
    """Return what the folder holds; note in `verdict` what is half done."""
    interviewer, supervisor = people or (unlock(laptop, INTERVIEWER), unlock(laptop, SUPERVISOR))
    held = Held(withdrawn=set(laptop.store.withdrawn()))
    laptop.store.audit(the_device(laptop).verify_key)
    for card in cards.drafts(laptop, interviewer):
        sitting = collect.resume(laptop, interviewer, card.draft_id)
        plot = sitting.interview.value(PLOT)
        held.drafts[plot] = int(sitting.interview.value(TREES) or 0)
        if sitting.interview.value(PHOTO):
            held.photos[plot] = sitting.interview.value(PHOTO)
            sitting.files.open(held.photos[plot])
            held.sizes[plot] = sitting.files.size(held.photos[plot])
    for one in recover(laptop, study.seed):
        held.finished[one.value("plot")] = (one.record_id, int(one.value("trees")))
        files = {each.name for each in recover_attachments(laptop, study.seed, one.record_id)}
        if files != set(one.submission.attachments):
            verdict.bad.append("a finished interview without its picture")
    _half_done(laptop, supervisor, held, verdict)
    return held


def _half_done(laptop: Laptop, supervisor: Person, held: Held, verdict: Verdict) -> None:
    seed = supervisor.reviews()
    views = {
        one.view_id
        for one in laptop.store.views()
        if read_canonical_json(open_sealed(seed, one).plaintext)
    }
    records = {record for record, _ in held.finished.values()}
    if views != records:
        verdict.bad.append("a record without its view, or a view without its record")
    if set(held.drafts) & set(held.finished):
        verdict.bad.append("an interview that is open and finished")
    if records & held.withdrawn:
        verdict.bad.append("an interview that is withdrawn and here")


def _opened(data: Path, study: Study, again: list[str]) -> Laptop:
    """Return the laptop; what a first run did not come to is done again, as a person would."""
    try:
        laptop = open_laptop(data, read=study.forms)
    except NotInstalledError:
        again.append("installed")
        install_pack(data, study.pack)
        laptop = open_laptop(data, read=study.forms)
    if laptop.device is None:
        again.append("enrolled")
        laptop.close()
        enrol_laptop(data, PEOPLE, cost=CHEAP)
        laptop = open_laptop(data, read=study.forms)
    return laptop


def _last_of_each(acknowledged: Iterable[Acknowledged]) -> dict[str, dict[str, object]]:
    """Return how far each interview had come, as it was told last."""
    last: dict[str, dict[str, object]] = {}
    for one in acknowledged:
        if "plot" in one:
            last[str(one["plot"])] = last.get(str(one["plot"]), {}) | dict(one)
    return last


def _missing(held: Held, last_of_each: Mapping[str, Acknowledged]) -> list[str]:
    """Return what did not come as far as was acknowledged.

    What was under way may have been done as well: an answered interview may be finished; a
    finished one withdrawn, when there is a withdrawal that was not acknowledged.
    """
    absent = {plot: last for plot, last in last_of_each.items() if not _is_there(held, plot, last)}
    told = {last.get("record") for last in last_of_each.values()}
    under_way = len(held.withdrawn - told)
    for plot, last in list(absent.items()):
        gone = plot not in held.drafts and plot not in held.finished
        if under_way and gone and last["did"] == "finished":
            under_way -= 1
            del absent[plot]
    return [f"{plot}: {dict(last)}" for plot, last in absent.items()]


def _is_there(held: Held, plot: str, last: Acknowledged) -> bool:
    record, trees = held.finished.get(plot, ("", -1))
    open_at = held.drafts.get(plot, -1)
    match last["did"]:
        case "withdrawn":
            return open_at < 0 and not record and last["record"] in held.withdrawn
        case "finished":
            return trees == last["trees"]
        case "attached":
            newer = max(open_at, trees) > int(str(last.get("trees", 0)))
            whole = held.sizes.get(plot, 0) >= int(str(last.get("bytes", 0)))
            same = held.photos.get(plot) == last["photo"] and whole
            return newer or same or bool(record)
    return max(open_at, trees) >= int(str(last["trees"]))
