"""The claims of the stories that were weighed last: kept for who asks for another part of them, or where one stands."""

from __future__ import annotations

from collections import OrderedDict

from writethru.newsroom import ClaimListing, Newsroom
from writethru.store import StoryMark

Claims = tuple[ClaimListing, ...]
Version = tuple[tuple[int, int], StoryMark]  # the file of the store, and what differs when the story changed

# Claims that are kept beside those of the last story, which are kept however many they are. It is they that a list of
# hits leads to, one after the other, and to weigh them takes as long as to write the page.
MOST = 5_000


class Weighed:
    """Keeps what was weighed of stories until they change, and lets go of those first that were not asked for longest."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[str, tuple[Version, Claims]] = OrderedDict()

    def claims(self, room: Newsroom, story: str) -> Claims:
        """Return the claims of a story, by its id, as a newsroom weighs them."""
        file = room.mark().file
        if not any(file):  # a store in memory: nothing tells it from others
            return room.claims(story)
        # Before they are weighed: what comes meanwhile makes a newer one.
        version = file, room.story_mark(story)
        known = self._kept.pop(story, None)
        found = known[1] if known and known[0] == version else room.claims(story)
        self._kept[story] = version, found
        while len(self._kept) > 1 and sum(len(claims) for _, claims in self._kept.values()) > self._most:
            self._kept.popitem(last=False)
        return found


WEIGHED = Weighed()  # of the process that weighs
