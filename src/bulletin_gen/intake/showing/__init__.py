"""What intake shows before and beside a bulletin: what files hold, names the registry lacks, marked copies."""
