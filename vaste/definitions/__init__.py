"""
The text by which a workspace defines itself, in published versions that never change, and the one
draft of the next.

Owns definitions_version, definitions_draft, definitions_rollout (bringing a version to the leads
that are open) and definitions_trial (replaying a definition on leads that came, before it is
published). The rooms read their own sections (`fit:`, `categories:`, `routing:` …); the stories
that check all of them, publish and draft stand in flows/define.py and flows/drafting.py.
"""
