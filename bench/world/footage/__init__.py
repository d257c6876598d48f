"""What a recorder makes of pictures, and finished clips with their truth; no Blender."""
