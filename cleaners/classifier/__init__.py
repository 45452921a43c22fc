"""Which blocks of a page are its text: segments of the tree, features of each, trees that judge them, one selection."""
