"""Where pages end: how high what is set will be, which rows begin a page, and what is decided by it."""
