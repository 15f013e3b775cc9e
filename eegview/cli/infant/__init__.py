"""Commands on infants: who they are, their studies, treatments and milestones, and their timeline."""
