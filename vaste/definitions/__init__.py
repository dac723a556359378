"""
The text by which a workspace defines itself, in published versions that never change.

Owns definitions_version, definitions_rollout (bringing a version to the leads that are open) and
definitions_trial (replaying a definition on leads that came, before it is published).
The rooms read their own sections (`fit:`, `categories:`, `routing:` …); the story that checks all
of them and publishes stands in flows/define.py.
"""
