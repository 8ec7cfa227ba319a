# The client's command layer and its program.
