"""PostgreSQL with tenant tables: the engine that the settings name."""
