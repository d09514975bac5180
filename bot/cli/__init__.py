"""The terminal's commands, by what they work on: serving, content, publishing, the state.

A command is called with the settings, its arguments and a clock, and returns the code to exit with.
"""
