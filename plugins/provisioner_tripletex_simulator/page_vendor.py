"""The hand-over to a vendor after «Legg til», and the vendor's own page, where the set-up is finished.

Promises: the address holds a token that the world keeps the hash of; of a served simulator it leads to this machine
under its other name, which to a browser is another host. Does not: look like any vendor, or need a log-in.
"""

from __future__ import annotations

from urllib.parse import urlencode

from provisioner_tripletex_simulator.nouns import Activation
from provisioner_tripletex_simulator.page_core import Visit, page, standalone
from provisioner_tripletex_simulator.wire import Response, redirect
from provisioner_tripletex_simulator.world import hash_of

PATH = "/leverandor"
TOKEN = "oppsett"  # noqa: S105  # the name of a parameter
OTHER_NAME = {"127.0.0.1": "localhost", "localhost": "127.0.0.1"}
"""What a served simulator is called where it plays the vendor."""


def hand_over(visit: Visit, activation: Activation) -> Response:
    """Sends the browser on to the vendor, or shows the way there."""
    _, token = visit.world.new_secret("handover")
    activation.handover_hash = hash_of(token)
    visit.world.touch()
    tile = visit.world.tiles[activation.title]
    address = _vendor(visit, tile.redirect_url) + "?" + urlencode({TOKEN: token})
    if visit.world.switches.hand_over == "redirect":
        return redirect(address)
    return page(visit, "added", f"{tile.title} er lagt til", tile=tile, address=address)


def _vendor(visit: Visit, of_old: str) -> str:
    """Where the vendor's page is: a world in a process of its own has no address that a browser could open."""
    name, found, port = visit.request.headers.get("host", "").rpartition(":")
    return f"http://{OTHER_NAME[name]}:{port}{PATH}" if found and name in OTHER_NAME else of_old


def vendor(visit: Visit) -> Response:
    """The vendor's page: whose set-up it is, told by the token alone."""
    mark = hash_of(visit.request.parameter(TOKEN) or "")
    found = next((one for one in visit.world.activations.values() if one.handover_hash == mark), None)
    if found is None:
        return standalone("vendor", 403, title="Ukjent oppsett", tile=None, company=None)
    found.handover_visits += 1
    visit.world.touch()
    tile, company = visit.world.tiles[found.title], visit.world.companies[found.company_id]
    return standalone("vendor", 200, title=f"Koble til {company.name}", tile=tile, company=company)
