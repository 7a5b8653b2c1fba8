"""Pictures, pages and paper drawn from the liaison network."""
