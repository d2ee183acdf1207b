"""The pages that the server draws itself: source reader, explorer and about page; they work without JavaScript."""
