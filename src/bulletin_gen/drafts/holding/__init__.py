"""A bulletin as it was printed and a draft of it, laid side by side: which number has become which."""
