"""What pages are made with: the request as they see it, replies, work in the background."""
