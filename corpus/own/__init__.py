"""The municipality's own documents: kept outside the program, reviewed before use, with their earlier versions."""
