"""What public sources leave open about Tripletex, each as a switch with the answer this simulator gives by default.

Promises: everything the simulator had to infer or guess stands here or in the README. Does not claim that a default
is what Tripletex does: a driver has to work with every setting.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(slots=True)
class Switches:
    """The open questions, and the answers this world gives."""

    language: Literal["nb", "en"] = "nb"
    """Language of messages for people: `nb` or `en`. Inferred: it follows the user's language."""
    token_prefix: str = "test-"  # noqa: S105 - how tokens begin, not one
    """What tokens start with. Known for test accounts; a production-like world has an empty prefix."""
    client_user_name: Literal["id", "company", "both"] = "id"
    """Which number names a client in Basic auth: `id` (of the office's list), `company` or `both`. Unknown."""
    approved_to_create_keys: bool = True
    """Whether Tripletex approved the firm's own application for `:create`; without it the firm is at level 2."""
    session_cap_days: int = 183
    """How far ahead a session may end; 0 is no cap. Announced, then taken out of the vendor's changelog."""
    key_cap_days: int = 0
    """How far ahead a key made by API may end; 0 is no cap. Unknown."""
    rate_limit: int = 10_000
    """Calls per period, per hidden user and consumer; 0 is no limit. The numbers are not published: this one is large
    enough to be met only where it is lowered."""
    rate_period_seconds: int = 60
    """Length of the period. Not published."""
    reset_on_429: bool = True
    """Whether a 429 carries X-Rate-Limit-Reset. A known defect of the vendor leaves it out at times."""
    result_cap: int = 10_000
    """How many objects a list may have before it is refused. Documented; smaller in tests."""
    grant_status: Literal[200, 204] = 200
    """Answer of the two grants by template: 200 or 204. Reports differ."""
    robot_names: Literal["anonymous", "key-name"] = "anonymous"
    """What a key's hidden user is called in lists of people: `anonymous` or `key-name`. Unknown."""
    lists_robots: bool = True
    """Whether `onlyEmployeeTokens=true` lists the hidden users behind keys. Inferred."""
    token_employee: Literal["owner", "robot"] = "owner"  # noqa: S105 - the word of a switch
    """Whom the answer of a new key names as its employee: `owner` or `robot`. Unknown."""
    created_rights: Literal["owner", "all", "none"] = "owner"
    """Rights of a key made by API for an application without a template: `owner`, `all` or `none`. Unknown."""
    owner_counts_at_client: bool = True
    """Whether an office key's owner must have the right at the client too. Inferred: the intersection is documented."""
    ordinary_key_enters_clients: bool = False
    """Whether an ordinary key of an office employee may name a client in Basic auth. Unknown."""
    foreign_company_status: Literal[401, 403] = 403
    """Answer to a company the caller may not enter: 403 or 401. Unknown."""
    chosen_rights_afterwards: bool = False
    """`Bestem selv`: whether the key is made empty and its rights are ticked afterwards. Sources differ."""
    access_after_rights: bool = True
    """Whether a client must have given the office its rights before anyone is attached to it. Documented."""
    delete_asks: bool = True
    """Whether `Slett` asks once more before a key is ended. No public page shows how a key is ended."""
    hand_over: Literal["redirect", "link"] = "redirect"
    """After `Legg til`: whether the browser is sent on to the vendor at once (`redirect`), or shown a page with a link
    there (`link`). That one is sent on is documented; how is not."""
    changed_words: str = ""
    """Words of the screen that Tripletex has changed since the driver was written: `old=new`, with `;` between."""
    agreement_version: int = 1
    """Which version of every agreement's text the menu shows; a person accepts the one that stands there."""
