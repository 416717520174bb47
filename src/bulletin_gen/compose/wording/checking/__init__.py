"""What is wrong in sentences, or ought to be looked at: ``slips`` without any order, the rest with a period's facts."""
