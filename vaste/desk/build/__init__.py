"""From rows to what pages show: every panel is put together here, none in a view or template."""
