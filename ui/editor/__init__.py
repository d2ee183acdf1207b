"""The editor's page: the municipality's own documents, the index, readers' questions, checks and measurements."""
