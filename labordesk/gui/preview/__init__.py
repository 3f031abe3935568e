"""Paper on the screen: pages of a PDF as they will print, and sending them to a printer."""
