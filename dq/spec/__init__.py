"""What a file looks like: declared by a suite, observed by a scan, remembered by the last good result."""
