"""What braces mean and what the words beside them claim, by one table of concepts: where the words claim another known
thing than the braces hold, a clerk is asked."""
