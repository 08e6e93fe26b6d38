"""What the page is made of: text that cannot act, plots, the parts of one file's result, templates, style and script."""
