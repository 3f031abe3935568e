"""The pages of the window, one per file, each loaded when first shown."""
