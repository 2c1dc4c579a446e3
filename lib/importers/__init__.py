"""Files of conversations, in whatever format they come: told by what is in them."""
