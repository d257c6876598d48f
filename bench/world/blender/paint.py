"""Blender materials by name, made on first use."""

import bpy

_MADE = {}


def forget():
    """Forget all materials: the Blender file that had them is gone."""
    _MADE.clear()


def mat(
    name,
    col=(0.8, 0.8, 0.8),
    rough=0.6,
    metal=0,
    emit=None,
    es=1,
    tex=None,
    alpha=False,
    tint=None,
    hsv=None,
    sss=0,
    noise=0,
    spec=0.5,
):
    """The material of that name: colour or texture, on wish with hue shift, tint, noise, glow."""
    if name in _MADE:
        return _MADE[name]
    paint = _Paint(bpy.data.materials.new(name), col)
    paint.set(("Roughness", rough), ("Metallic", metal), ("Specular IOR Level", spec))
    if tex:
        paint.texture(tex, hsv, alpha)
    if tint:
        paint.multiply(1, tint)
    if noise:
        paint.grain(noise)
    if emit:
        paint.glow(emit, es, bool(tex))
    if sss:
        paint.set(("Subsurface Weight", sss), ("Subsurface Scale", 0.5))
        paint.set(("Subsurface Radius", (0.01, 0.004, 0.002)))
    _MADE[name] = paint.done()
    return _MADE[name]


class _Paint:
    """A material in the making; ``src`` is the socket that its colour comes from so far."""

    def __init__(self, material, col):
        material.use_nodes = True
        self.material, self.tree, self.col, self.src = material, material.node_tree, col, None
        self.surface = self.tree.nodes["Principled BSDF"]
        self.set(("Base Color", (*col, 1)))

    def set(self, *values):
        for name, value in values:
            self.surface.inputs[name].default_value = value

    def _link(self, src, target):
        self.tree.links.new(src, target)

    def texture(self, path, hsv, alpha):
        node = self.tree.nodes.new("ShaderNodeTexImage")
        node.image = bpy.data.images.load(str(path), check_existing=True)
        self.src = node.outputs["Color"]
        if hsv:
            shift = self.tree.nodes.new("ShaderNodeHueSaturation")
            for name, value in zip(("Hue", "Saturation", "Value"), hsv, strict=True):
                shift.inputs[name].default_value = value
            self._link(self.src, shift.inputs["Color"])
            self.src = shift.outputs["Color"]
        if alpha:
            self._link(node.outputs["Alpha"], self.surface.inputs["Alpha"])

    def multiply(self, share, value):
        """Multiply the colour with one colour, or with what a socket gives."""
        mix = self.tree.nodes.new("ShaderNodeMix")
        mix.data_type, mix.blend_type = "RGBA", "MULTIPLY"
        mix.inputs[0].default_value = share
        mix.inputs["A"].default_value = (*self.col, 1)
        if self.src:
            self._link(self.src, mix.inputs["A"])
        if isinstance(value, tuple):
            mix.inputs["B"].default_value = (*value, 1)
        else:
            self._link(value, mix.inputs["B"])
        self.src = mix.outputs["Result"]

    def grain(self, scale):
        node = self.tree.nodes.new("ShaderNodeTexNoise")
        node.inputs["Scale"].default_value, node.inputs["Detail"].default_value = scale, 6
        self.multiply(0.35, node.outputs["Fac"])

    def glow(self, colour, strength, textured):
        self.set(("Emission Color", (*colour, 1)), ("Emission Strength", strength))
        if textured:
            self._link(self.src, self.surface.inputs["Emission Color"])

    def done(self):
        if self.src:
            self._link(self.src, self.surface.inputs["Base Color"])
        return self.material
