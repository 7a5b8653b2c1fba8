"""What somebody carries over all roles, and who takes it over, role by role from the top down."""
