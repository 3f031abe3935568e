"""Fields a person types into; each file is one kind. Kept empty of imports so that the shell stays light."""
