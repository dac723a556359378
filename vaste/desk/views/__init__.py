"""Loads with permission, asks one story or question, renders: one noun a module."""
