"""Who liaises whom at each tier of the pyramid: facts into problems, solutions into changes."""
