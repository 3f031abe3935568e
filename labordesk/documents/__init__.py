"""The Vietnamese administrative page: a neutral document model, and the renderers that put it on paper."""
