"""`kill -9` of the server at any moment, while women write on all three channels; and a checker of what is left."""
