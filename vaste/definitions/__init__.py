"""
The text by which a workspace defines itself, in published versions that never change.

Owns definitions_version. The rooms read their own sections (`fit:`, `categories:`, `routing:` …);
the story that checks all of them and publishes stands in flows/define.py.
"""
