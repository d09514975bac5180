"""Pictures of an edition and of how people guess, drawn once as SVG: text that pages show and `pictures.png` paints.

Each is a module of its own, loaded by whoever draws it.
"""
