"""Letting in: tokens with which somebody may write over HTTP, of which only hashes are kept."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from writethru.characters import clean_line
from writethru.errors import UsageError
from writethru.newsroom.desk import Desk
from writethru.records import Token

PREFIX = "wt_"  # by which a token that was published by mistake can be searched for
LONGEST_NAME = 60


class LettingIn(Desk):
    """The part of a newsroom that knows who may write over HTTP."""

    def token_add(self, name: str) -> str:
        """Make a token under a name and return it, this once: the store keeps a hash.

        It has 256 random bits: nobody finds it by trying, so a fast hash is enough.
        """
        chosen = clean_line(name).strip()
        if not chosen or len(chosen) > LONGEST_NAME:
            raise UsageError(f"a token needs a name of 1 to {LONGEST_NAME} characters, as of who will use it")
        token = PREFIX + secrets.token_urlsafe(32)
        if not self._store.add_token(Token(chosen, self._at(), _digest(token))):
            raise UsageError(f'there is a token {chosen!r}; choose another name, or "token remove" it first')
        return token

    def tokens(self) -> tuple[Token, ...]:
        """Return the tokens that there are, without themselves: names, when they were made, hashes."""
        return self._store.tokens()

    def token_remove(self, name: str) -> Token:
        """Let nobody in with a token any more, and end what was begun with it; named by its name."""
        for token in self._store.tokens():
            if token.name == name and self._store.remove_token(name):
                return token
        raise UsageError(f'no token {name!r}; "writethru token list" lists them')

    def let_in(self, token: str) -> Token | None:
        """Return what is known of a token that somebody shows; None where it lets nobody in.

        It is compared with all there are, each in the same time whatever it has in common with it.
        """
        shown, found = _digest(token), None
        for known in self._store.tokens():
            if hmac.compare_digest(known.digest, shown):
                found = known
        return found


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
