"""A study, and laptops of it that pack whatever they are told."""

from survey_app.bundle.enrolment import enrol, make_ticket
from survey_app.bundle.pack import Sender, pack
from survey_app.bundle.removals import laptop_id
from survey_app.bundle.rows import Feed
from survey_app.canonical import sha256_hex
from survey_app.disclosure.deidentified.review import ReviewedView
from survey_app.vault import signing
from survey_app.vault.chain import EMPTY
from survey_app.workflows.study.studies import create_study, open_key, read_study

WORDS = "a long enough passphrase"
_FORM = sha256_hex(b"form")


def make_study(folder, cost):
    """Make a study in `folder` and return the folder."""
    create_study(folder, WORDS, title="T", cover_titles={}, cost=cost)
    return folder


class PackingLaptop:
    """A laptop of a study, enrolled with a ticket of its own unless one is given."""

    def __init__(self, study, ticket=None):
        card = read_study(study)
        device = signing.new_signing_seed()
        self.ticket = ticket or make_ticket(open_key(study, "authority", WORDS), card.study_id)
        proof = enrol(self.ticket, card.study_id, signing.verify_key_of(device))
        self.sender = Sender(card.study_id, device, proof, card.authority_key)
        self._keys = (card.analyst_key, card.study_key)
        self._feed = Feed()

    @property
    def laptop_id(self):
        """The id that the laptop showed when it was set up."""
        return laptop_id(signing.verify_key_of(self.sender.device_seed).hex())

    def start_again(self):
        """Forget the feed, as a thief would who writes a history of his own."""
        self._feed = Feed()

    def export(self, folder, *records):
        """Pack interviews with these ids into a bundle in `folder`."""
        made = pack(
            [_view(record) for record in records],
            [],
            sender=self.sender,
            recipients=self._keys,
            feed=self._feed,
            log=EMPTY,
        )
        self._feed = made.feed
        (folder / made.file_name).write_bytes(made.data)


def _view(record):
    return ReviewedView.from_json(
        {
            "format": "survey-app reviewed view 1",
            "record": record,
            "form_id": "women",
            "form_version": "1",
            "form_hash": _FORM,
            "plan_hash": _FORM,
            "language": "ur",
            "receipt": "0371-2345678",
            "values": {"age": "25–34"},
            "rosters": {},
            "texts": [],
        }
    )
