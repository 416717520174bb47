"""What a published bulletin and its orders hold, as it was read."""
