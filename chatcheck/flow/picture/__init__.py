"""A flow as a picture, pure: what a block says, where it stands, how lines run between blocks, and the file.

`draw.draw_flow` goes the whole way. Findings and coverage arrive as plain values (`marks`): nothing here
knows who found or counted them.
"""
