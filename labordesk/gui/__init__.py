"""The screen: the only package, with ``app``, that knows Qt. Importing the shell loads no database and no paper."""
