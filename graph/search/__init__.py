"""Finding people, households, organisations and enterprises by what one remembers of them."""
