"""The workbook in which a firm says what its clients have: written, read back, and turned into manifests."""
