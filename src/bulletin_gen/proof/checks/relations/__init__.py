"""What holds between any numbers of a text, whatever the words: a statement that no numbers of it can bear out."""
