"""Suites: what is declared of a source. Text that an analyst reviews, loaded into one frozen value."""
