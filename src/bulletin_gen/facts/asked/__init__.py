"""Facts that are established when a sentence asks for them: values of categories, sums of lists, any comparison."""
