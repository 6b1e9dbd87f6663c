"""Cluster: which story an article belongs to, and which articles are one report."""

from writethru.cluster.assign import assign, place, story_id
from writethru.cluster.features import ArticleFeatures, features
from writethru.cluster.open_stories import OpenStories
from writethru.cluster.origins import origins

__all__ = ["ArticleFeatures", "OpenStories", "assign", "features", "origins", "place", "story_id"]
