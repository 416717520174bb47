"""What a window over the county folders needs and the commands lack: files handed out and back, versions, drafts."""
