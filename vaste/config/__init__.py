"""Settings, addresses, processes and the embedded database: knows every app, no app knows it."""
