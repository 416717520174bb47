"""The pages of one period, from the dropped export to the signed bulletin and its drafts."""
