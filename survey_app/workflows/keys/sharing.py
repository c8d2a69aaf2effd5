"""The study key on three sheets of paper, of which two give it back.

Room: workflows. For the coordinator, on a machine without a network.

    study key -- share_study --> three sheets      two sheets -- study_seed_of --> study key
                                                              '-- restore_study --> all keys

Spec: docs/spec/recovery-shares.md.
Promise: sheets count as made only when two of them, typed from the paper, gave the key of this
    study; a lost passphrase of the study then costs nothing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path

from survey_app.vault import kem, slots
from survey_app.vault.errors import SealBrokenError
from survey_app.vault.kdf import Argon2Cost
from survey_app.vault.passphrase import require_strong
from survey_app.vault.shares import ShareSheet, make_shares, seed_of
from survey_app.workflows.errors import StudyDamagedError
from survey_app.workflows.keys.people_errors import OtherStudyKeyError
from survey_app.workflows.study.studies import (
    KEY_NAMES,
    RECOVERY,
    StudyCard,
    open_keys,
    read_study,
    write_study,
)
from survey_app.workflows.study.study_files import changing, read_file


def share_study(folder: Path, passphrase: str) -> tuple[ShareSheet, ...]:
    """Return three sheets of the study key; nothing of them is written anywhere.

    A study of the first version also gets its keys sealed to the study key here, which is what
    the sheets open later.

    Raises: NoStudyError, WrongPassphraseError, StudyDamagedError, StudyBusyError,
        FileNotWrittenError.
    """
    seeds = all_seeds(folder, passphrase)
    if not (folder / "keys" / RECOVERY).is_file():
        with changing(folder):
            card, seeds = read_study(folder), all_seeds(folder, passphrase)
            write_study(folder, card, seeds, passphrase)
    return make_shares(seeds["study"])


def rehearse(card: StudyCard, sheets: Sequence[ShareSheet]) -> None:
    """Return quietly when every two of the typed sheets give the key of this study.

    Raises: SharesTooFewError, SharesApartError, OtherStudyKeyError.
    """
    for pair in combinations(sheets, 2):
        study_seed_of(card, pair)


def study_seed_of(card: StudyCard, sheets: Sequence[ShareSheet]) -> bytes:
    """Return the study seed. Raises: SharesTooFewError, SharesApartError, OtherStudyKeyError."""
    seed = seed_of(sheets)
    if kem.public_of(seed) != card.study_key:
        raise OtherStudyKeyError
    return seed


def restore_study(
    folder: Path, study_seed: bytes, passphrase: str, *, cost: Argon2Cost | None = None
) -> StudyCard:
    """Put all keys of the study under a new passphrase, from the study seed alone.

    Raises: NoStudyError, StudyBusyError; StudyDamagedError when what was sealed to the study key
        is missing.
    """
    with changing(folder):
        card = read_study(folder)
        write_study(folder, card, _seeds_from(folder, card, study_seed), passphrase, cost=cost)
        return card


def change_study_passphrase(
    folder: Path,
    old: str,
    new: str,
    *,
    show: Callable[[], None] = lambda: None,
    cost: Argon2Cost | None = None,
) -> None:
    """Put all keys of the study under another passphrase.

    `show` is called once nothing but the writing is left to do: what it fails at changes nothing.

    Raises: NoStudyError, WrongPassphraseError, StudyDamagedError, StudyBusyError,
        WeakPassphraseError.
    """
    with changing(folder):
        require_strong(new)
        card, seeds = read_study(folder), all_seeds(folder, old)
        show()
        write_study(folder, card, seeds, new, cost=cost)


def all_seeds(folder: Path, passphrase: str) -> Mapping[str, bytes]:
    """Return every seed of the study by name, those of earlier keys with their number.

    Raises: NoStudyError, WrongPassphraseError, StudyDamagedError.
    """
    return {
        name: seed
        for kind in KEY_NAMES
        for name, seed in _numbered(kind, open_keys(folder, kind, passphrase))
    }


def study_seeds(folder: Path, study_seed: bytes) -> tuple[bytes, ...]:
    """Return the study seeds, the present one first, from the present one alone.

    Raises: NoStudyError, StudyDamagedError.
    """
    seeds = _seeds_from(folder, read_study(folder), study_seed)
    earlier = sorted(
        (name for name in seeds if name.startswith("study-")),
        key=lambda name: -int(name.partition("-")[2]),
    )
    return (study_seed, *(seeds[name] for name in earlier))


def _seeds_from(folder: Path, card: StudyCard, study_seed: bytes) -> Mapping[str, bytes]:
    if kem.public_of(study_seed) != card.study_key:
        raise OtherStudyKeyError
    try:
        sealed = read_file(folder, f"keys/{RECOVERY}")
        kept = slots.open_recovery(sealed, study_seed, slot_id=card.study_id)
    except (OSError, SealBrokenError) as error:
        raise StudyDamagedError(folder=str(folder)) from error
    return {**kept, "study": study_seed}


def _numbered(kind: str, seeds: Sequence[bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield (name, seed): the present one by its kind, then back in time by their numbers."""
    yield kind, seeds[0]
    for back, seed in enumerate(seeds[1:], start=1):
        yield f"{kind}-{len(seeds) - back}", seed
