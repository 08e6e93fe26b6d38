"""Kinds of spec change: what the upstream changed. One file a kind; all compare two Specs."""
