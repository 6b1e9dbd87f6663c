"""Cluster: which story an article belongs to, and which articles are one report."""

from writethru.cluster.assign import assign, place, story_id
from writethru.cluster.features import ArticleFeatures, features
from writethru.cluster.fit import fits
from writethru.cluster.lifecycle import phase
from writethru.cluster.open_stories import OpenStories
from writethru.cluster.origins import origins
from writethru.cluster.settle import end_day, settle
from writethru.cluster.standing import changes, rebuild, restore

__all__ = [
    "ArticleFeatures",
    "OpenStories",
    "assign",
    "changes",
    "end_day",
    "features",
    "fits",
    "origins",
    "phase",
    "place",
    "rebuild",
    "restore",
    "settle",
    "story_id",
]
