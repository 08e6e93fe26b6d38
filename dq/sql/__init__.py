"""SQL, written once, for DuckDB. Everything that comes from a file or a suite is quoted here."""
