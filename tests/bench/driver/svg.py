# SPDX-License-Identifier: MIT
"""The few shapes that the plots need."""

from xml.sax.saxutils import escape


class Svg:
    """Coordinates are pixels from the upper left corner."""

    def __init__(self, width, height):
        self._shapes = []
        self._size = width, height

    def line(self, start, end, colour, width=1.0):
        self._shapes.append(
            f'<line x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}" '
            f'stroke="{colour}" stroke-width="{width}"/>')

    def dot(self, centre, colour, filled=True):
        self._shapes.append(
            f'<circle cx="{centre[0]:.1f}" cy="{centre[1]:.1f}" r="4" stroke="{colour}" '
            f'stroke-width="1.5" fill="{colour if filled else "white"}"/>')

    def text(self, place, text, anchor="start", size=12, bold=False):
        weight = ' font-weight="bold"' if bold else ""
        self._shapes.append(
            f'<text x="{place[0]:.1f}" y="{place[1]:.1f}" text-anchor="{anchor}" '
            f'font-size="{size}"{weight}>{escape(text)}</text>')

    def document(self):
        width, height = self._size
        return "\n".join([
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
            f'viewBox="0 0 {width} {height}" font-family="sans-serif" fill="#222">',
            f'<rect width="{width}" height="{height}" fill="white"/>',
            *self._shapes, "</svg>", ""])
