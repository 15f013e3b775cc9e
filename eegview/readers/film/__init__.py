"""Write copies of films: what their containers tell, pictures copied or made anew, sound kept, left out or replaced."""
