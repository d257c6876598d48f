"""Blender's building blocks: solids, materials, lights, camera, the render call with masks."""
