"""The certificate for phones, kept for the people of this laptop and renewed in time.

Room: workflows.
Spec: docs/spec/hotspot-certificate.md.
Promise: without a passphrase of this laptop its key cannot be read from the folder.
"""

from ipaddress import IPv4Address

from survey_app.vault.errors import SealBrokenError
from survey_app.vault.hotspot import HotspotCertificate, issue, open_certificate, seal_certificate
from survey_app.workflows.field_laptop.laptop import Laptop, Person

HOTSPOT_KEY = "hotspot"


def certificate_for(laptop: Laptop, person: Person, address: IPv4Address) -> HotspotCertificate:
    """Return the laptop's certificate for `address`; phones must trust a new one anew.

    A fresh one is made when there is none yet, when 90 days are over, when the hotspot has
    another address, and when the kept one was damaged.
    """
    now = laptop.clock.now()
    kept = laptop.store.get_meta(HOTSPOT_KEY)
    if kept is not None:
        try:
            certificate = open_certificate(kept, person.device_seed)
        except SealBrokenError:
            certificate = None
        if certificate is not None and certificate.serves(address, now):
            return certificate
    fresh = issue(address, now)
    laptop.store.set_meta(HOTSPOT_KEY, seal_certificate(fresh, person.device_seed))
    return fresh
