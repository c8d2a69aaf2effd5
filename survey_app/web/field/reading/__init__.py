"""Between a text under review and its page: words to mark, and marks to places in the text."""
