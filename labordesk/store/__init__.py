"""The register on disk: connections, unit of work, pages, search, migrations, sums."""
