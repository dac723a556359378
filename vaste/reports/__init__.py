"""Read-only numbers and plots: how far leads come, and how soon they are answered."""
