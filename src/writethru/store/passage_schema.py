"""The layout of what people search beside articles: stories, claims, quotations and names; a migration that is never edited."""

from __future__ import annotations

# What people search beside articles: `passages` are the pages of stories, the claims in them and their quotations.
# Of a claim or quotation only the place in its article is kept; the view has its words for both indexes, one for
# stories and one for the rest, since these are ranked in other ways. `tags` hold what a search is narrowed by.
# `named` tells which articles name whom, `names` in how many stories a name stands; triggers keep it so.
# `cards.filed` is NULL for a story of which nothing is here, 0 where its claims are still to be, 1 for one that is done.
PASSAGES = (
    "ALTER TABLE cards ADD COLUMN filed INTEGER",
    "CREATE INDEX cards_unfiled ON cards (story, filed) WHERE filed IS NOT 1",
    "ALTER TABLE facets ADD COLUMN firsts INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE facets ADD COLUMN own INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE facets ADD COLUMN copies INTEGER NOT NULL DEFAULT 0",
    """
    CREATE TABLE passages (
      number INTEGER PRIMARY KEY AUTOINCREMENT,
      story TEXT NOT NULL,
      kind TEXT NOT NULL,
      article INTEGER REFERENCES articles (number),
      field TEXT NOT NULL,
      start INTEGER NOT NULL,
      stop INTEGER NOT NULL,
      name TEXT NOT NULL,
      said TEXT,
      tags TEXT NOT NULL,
      status TEXT NOT NULL,
      against TEXT NOT NULL,
      at TEXT
    )
    """,
    "CREATE INDEX passages_by_story ON passages (story, kind)",
    """
    CREATE VIEW passage_texts AS SELECT p.number, p.name, p.tags,
      coalesce(p.said, substr(iif(p.field = 'title', a.title, a.text), p.start + 1, p.stop - p.start)) AS said
    FROM passages p LEFT JOIN articles a ON a.number = p.article
    """,
    *(
        f"""
    CREATE VIRTUAL TABLE {table} USING fts5 (
      name, said, tags, content = 'passage_texts', content_rowid = 'number',
      tokenize = 'porter unicode61 remove_diacritics 2'
    )
    """
        for table in ("passage_words", "story_words")
    ),
    """
    CREATE TABLE named (
      kind TEXT NOT NULL, key TEXT NOT NULL, article INTEGER NOT NULL REFERENCES articles (number),
      PRIMARY KEY (kind, key, article)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE names (
      kind TEXT NOT NULL, key TEXT NOT NULL, name TEXT NOT NULL, stories INTEGER NOT NULL,
      PRIMARY KEY (kind, key)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX names_by_stories ON names (kind, stories DESC, key)",
    # Of the rows of a group the other columns are those of the one that has the maximum.
    """
    INSERT INTO names SELECT kind, key, name, stories FROM
      (SELECT kind, key, name, max(length(name)), count(*) AS stories FROM facets GROUP BY kind, key)
    """,
    """
    CREATE TRIGGER facet_came AFTER INSERT ON facets BEGIN
      INSERT INTO names VALUES (new.kind, new.key, new.name, 1) ON CONFLICT (kind, key) DO UPDATE SET
        stories = stories + 1, name = iif(length(new.name) > length(name), new.name, name);
    END
    """,
    """
    CREATE TRIGGER facet_went AFTER DELETE ON facets BEGIN
      UPDATE names SET stories = stories - 1 WHERE kind = old.kind AND key = old.key;
      DELETE FROM names WHERE kind = old.kind AND key = old.key AND stories = 0;
    END
    """,
)
