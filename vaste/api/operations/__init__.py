"""The operations, one noun a file: load with permission, one domain call, show."""
