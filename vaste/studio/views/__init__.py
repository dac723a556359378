"""The studio's views, one noun each."""
