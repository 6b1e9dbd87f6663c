"""The layout of the database: numbered migrations; one that has shipped is never edited."""

from __future__ import annotations

from writethru.store.passage_schema import PASSAGES

# "Wthr" in the header of the file says that it is ours (PRAGMA application_id).
APPLICATION_ID = 0x57746872

# `articles.record` is the Article as JSON without its title and text, which are columns so that the
# full-text index need not hold them again. `findings` and the assertions of an article are zlib-compressed
# JSON: a news article has some 40 assertions, 590 bytes each as rows of their own, 70 in one piece.
# `number` is the order of keeping. Nothing here is ever updated.
_FIRST = (
    """
    CREATE TABLE captures (
      number INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      place TEXT NOT NULL,
      url TEXT,
      media_type TEXT NOT NULL,
      retrieved TEXT,
      hints TEXT NOT NULL,
      content BLOB NOT NULL
    )
    """,
    """
    CREATE TABLE articles (
      number INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      key TEXT NOT NULL,
      external_id TEXT,
      url TEXT,
      publisher TEXT NOT NULL,
      published TEXT,
      published_at TEXT,
      title TEXT NOT NULL,
      text TEXT NOT NULL,
      record TEXT NOT NULL,
      findings BLOB NOT NULL
    )
    """,
    "CREATE INDEX articles_by_key ON articles (key)",
    "CREATE INDEX articles_by_external_id ON articles (external_id) WHERE external_id IS NOT NULL",
    "CREATE INDEX articles_by_url ON articles (url) WHERE url IS NOT NULL",
    "CREATE INDEX articles_by_time ON articles (published_at)",
    """
    CREATE TABLE places (
      article TEXT PRIMARY KEY REFERENCES articles (id),
      story TEXT NOT NULL
    )
    """,
    "CREATE INDEX places_by_story ON places (story)",
    """
    CREATE TABLE story_events (
      number INTEGER PRIMARY KEY,
      story TEXT NOT NULL,
      article TEXT REFERENCES articles (id),
      record TEXT NOT NULL
    )
    """,
    "CREATE INDEX story_events_by_story ON story_events (story)",
    "CREATE INDEX story_events_by_article ON story_events (article)",
    """
    CREATE TABLE assertions (
      number INTEGER PRIMARY KEY,
      article TEXT NOT NULL UNIQUE REFERENCES articles (id),
      count INTEGER NOT NULL,
      records BLOB NOT NULL
    )
    """,
    """
    CREATE TABLE problems (
      number INTEGER PRIMARY KEY,
      article TEXT REFERENCES articles (id),
      id TEXT NOT NULL UNIQUE,
      record TEXT NOT NULL
    )
    """,
    "CREATE INDEX problems_by_article ON problems (article)",
    """
    CREATE TABLE pages (
      story TEXT NOT NULL,
      revision INTEGER NOT NULL,
      record TEXT NOT NULL,
      PRIMARY KEY (story, revision)
    )
    """,
    """
    CREATE VIRTUAL TABLE words USING fts5 (
      title, text, content = 'articles', content_rowid = 'number',
      tokenize = 'porter unicode61 remove_diacritics 2'
    )
    """,
)

# What assignment remembers: `open_articles` of the stories that are still fed, `standing` the rest, by name.
# Both are renewed and can be made again from the articles.
_STANDING = (
    "CREATE TABLE open_articles (article TEXT PRIMARY KEY REFERENCES articles (id), state BLOB NOT NULL)",
    "CREATE TABLE standing (name TEXT PRIMARY KEY, state BLOB NOT NULL)",
)

# Where the articles of a story went, and what a person did in one step, out of the record.
_REVISIONS = (
    "ALTER TABLE story_events ADD COLUMN other TEXT",
    "ALTER TABLE story_events ADD COLUMN act TEXT",
    "UPDATE story_events SET other = json_extract(record, '$.other')",
    "CREATE INDEX story_events_by_other ON story_events (other) WHERE other IS NOT NULL",
    "CREATE INDEX story_events_by_act ON story_events (act) WHERE act IS NOT NULL",
)

# What lists of stories show and are searched by: made from articles and pages, and made again when these change.
_CARDS = (
    "CREATE TABLE cards (story TEXT PRIMARY KEY, newest TEXT, record TEXT NOT NULL, page TEXT, last INTEGER)",
    "CREATE INDEX cards_by_newest ON cards (newest)",
    """
    CREATE TABLE facets (
      kind TEXT NOT NULL, key TEXT NOT NULL, story TEXT NOT NULL REFERENCES cards (story),
      name TEXT NOT NULL, count INTEGER NOT NULL,
      PRIMARY KEY (kind, key, story)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX facets_by_story ON facets (story)",
)

# What each page was made from, as JSON; NULL for pages of before.
_MADE_FROM = ("ALTER TABLE pages ADD COLUMN made_from TEXT",)

# What addresses answered, kept before anything looks at it: `content` goes to the capture that is made of it.
# `runs` are those that have not ended, `readings` what came of each capture: of earlier ones that is not known.
_READINGS = (
    "CREATE TABLE runs (number INTEGER PRIMARY KEY AUTOINCREMENT, token TEXT NOT NULL)",
    "ALTER TABLE captures ADD COLUMN run INTEGER",
    """
    CREATE TABLE answers (
      number INTEGER PRIMARY KEY,
      run INTEGER NOT NULL,
      asked TEXT NOT NULL,
      url TEXT NOT NULL,
      media_type TEXT NOT NULL,
      at TEXT,
      head TEXT NOT NULL,
      sha256 TEXT NOT NULL,
      content BLOB,
      capture TEXT REFERENCES captures (id)
    )
    """,
    "CREATE INDEX answers_by_asked ON answers (asked)",
    "CREATE INDEX answers_by_url ON answers (url)",
    "CREATE INDEX answers_by_run ON answers (run)",
    """
    CREATE TABLE readings (
      capture TEXT PRIMARY KEY REFERENCES captures (id),
      article TEXT,
      reader TEXT NOT NULL,
      lost INTEGER NOT NULL
    )
    """,
    "CREATE INDEX readings_lost ON readings (lost) WHERE lost",
    "INSERT INTO readings SELECT id, NULL, '', 0 FROM captures",
)

# What somebody was told, so that nobody is told it twice.
_NOTICES = ("CREATE TABLE notices (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE)",)

# What was found when the page of an article was fetched again; `now` is the id of the text found then, if kept.
_RECHECKS = (
    """
    CREATE TABLE rechecks (
      number INTEGER PRIMARY KEY,
      key TEXT NOT NULL,
      at TEXT NOT NULL,
      now TEXT,
      record TEXT NOT NULL,
      UNIQUE (key, at)
    )
    """,
)

# The feeds that are watched, what is known of their items by the names they go by, and the pages of items
# that are still to be fetched. These rows are renewed: what they tell of can be had again from the feeds.
_FEEDS = (
    "CREATE TABLE feeds (number INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, record TEXT NOT NULL)",
    """
    CREATE TABLE feed_items (
      feed INTEGER NOT NULL REFERENCES feeds (number) ON DELETE CASCADE,
      name TEXT NOT NULL,
      digest TEXT NOT NULL,
      modified TEXT NOT NULL,
      seen TEXT NOT NULL,
      PRIMARY KEY (name, feed)
    )
    """,
    "CREATE INDEX feed_items_by_feed ON feed_items (feed, seen)",
    """
    CREATE TABLE owed_pages (
      number INTEGER PRIMARY KEY,
      feed INTEGER NOT NULL REFERENCES feeds (number) ON DELETE CASCADE,
      url TEXT NOT NULL,
      item TEXT NOT NULL,
      place TEXT NOT NULL,
      tries INTEGER NOT NULL,
      due TEXT NOT NULL,
      UNIQUE (feed, url)
    )
    """,
)

# Who may write over HTTP (hashes of tokens), the stories that stand first, and what people say is wrong. Marks are
# never updated.
_DESK = (
    "CREATE TABLE tokens (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, record TEXT NOT NULL)",
    "CREATE TABLE followed (number INTEGER PRIMARY KEY, story TEXT NOT NULL UNIQUE, at TEXT NOT NULL)",
    """
    CREATE TABLE marks (
      number INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      story TEXT NOT NULL,
      record TEXT NOT NULL
    )
    """,
    "CREATE INDEX marks_by_story ON marks (story)",
)

# In which order cards were renewed or dropped, each story once: what changed since a number is found by it. No
# number is given twice. And an index by which assertions are counted without their records.
_CARD_CHANGES = (
    "CREATE TABLE card_changes (number INTEGER PRIMARY KEY AUTOINCREMENT, story TEXT NOT NULL UNIQUE)",
    "INSERT INTO card_changes (story) SELECT story FROM cards ORDER BY newest",
    "CREATE INDEX assertions_by_count ON assertions (count)",
)

# The checksums of rows (`seals.py`): NULL in one that is still to get it, so within a transaction only.
_SEALED = (
    "story_events",
    "problems",
    "pages",
    "rechecks",
    "cards",
    "facets",
    "notices",
    "answers",
    "runs",
    "readings",
    "feeds",
    "feed_items",
    "owed_pages",
    "standing",
    "open_articles",
    "tokens",
    "followed",
    "marks",
    "passages",
    "names",
    "card_changes",
)
_SEALS = (
    "CREATE TABLE seals (kept TEXT NOT NULL, number INTEGER NOT NULL, seal INTEGER NOT NULL,"
    " PRIMARY KEY (kept, number)) WITHOUT ROWID",
    *(f"ALTER TABLE {table} ADD COLUMN seal INTEGER" for table in _SEALED),
    # A name that is counted anew is sealed anew.
    "DROP TRIGGER facet_came",
    "DROP TRIGGER facet_went",
    """
    CREATE TRIGGER facet_came AFTER INSERT ON facets BEGIN
      INSERT INTO names (kind, key, name, stories) VALUES (new.kind, new.key, new.name, 1)
        ON CONFLICT (kind, key) DO UPDATE SET stories = stories + 1, seal = NULL,
        name = iif(length(new.name) > length(name), new.name, name);
    END
    """,
    """
    CREATE TRIGGER facet_went AFTER DELETE ON facets BEGIN
      UPDATE names SET stories = stories - 1, seal = NULL WHERE kind = old.kind AND key = old.key;
      DELETE FROM names WHERE kind = old.kind AND key = old.key AND stories = 0;
    END
    """,
    *(f"CREATE INDEX {table}_unsealed ON {table} (seal) WHERE seal IS NULL" for table in _SEALED),
)

# What watched feeds answered last, as it came: of each the last documents that could be read, and the last that could
# not. `state` is "read", "broken", or "unread" until it is known, and for ever where the look was interrupted.
_FEED_DOCUMENTS = (
    """
    CREATE TABLE feed_documents (
      number INTEGER PRIMARY KEY,
      feed INTEGER NOT NULL REFERENCES feeds (number) ON DELETE CASCADE,
      asked TEXT NOT NULL,
      url TEXT NOT NULL,
      media_type TEXT NOT NULL,
      at TEXT,
      head TEXT NOT NULL,
      sha256 TEXT NOT NULL,
      state TEXT NOT NULL,
      content BLOB NOT NULL,
      seal INTEGER,
      UNIQUE (feed, asked, sha256)
    )
    """,
    "CREATE INDEX feed_documents_unsealed ON feed_documents (seal) WHERE seal IS NULL",
)

# What articles name gets checksums too: one an article, the sum of those of its rows (`seals.SEALED_TOGETHER`).
_NAMED_SEALS = (
    "INSERT INTO seals SELECT 'named', article, sum(seal(kind, key)) FROM named GROUP BY article",
)

# In order; the version of a database (PRAGMA user_version) is how many of these it has been through.
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    _FIRST,
    _STANDING,
    _REVISIONS,
    _CARDS,
    _MADE_FROM,
    _READINGS,
    _NOTICES,
    _RECHECKS,
    _FEEDS,
    _DESK,
    PASSAGES,
    _CARD_CHANGES,
    _SEALS,
    _FEED_DOCUMENTS,
    _NAMED_SEALS,
)
VERSION = len(MIGRATIONS)
