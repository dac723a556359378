"""
The text by which a workspace defines itself, in published versions that never change.

Owns definitions_version, and definitions_rollout: bringing a version to the leads that are open.
The rooms read their own sections (`fit:`, `categories:`, `routing:` …); the story that checks all
of them and publishes stands in flows/define.py.
"""
