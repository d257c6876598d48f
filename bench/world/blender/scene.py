"""Blender building blocks: solids, lights, camera, and a render call that also gives masks."""

import math
import os
import time

import bpy
import cv2
import numpy as np
from mathutils import Matrix, Vector

from bench.world.blender.paint import forget, mat
from bench.world.ground.refusal import RefusedError

os.environ["OPENCV_IO_ENABLE_OPENEXR"] = "1"  # OpenCV reads the masks only when told so
INDEX = {"body": 0, "phone": 1, "paper": 2, "thing": 3}
LOOSE = 200
"""Instead of a person's number, in the mask of things that nobody holds."""
BOX_FACES = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]


def index(pid, kind, n=0):
    """The mask value of a person's kind of thing, or of the ``n``-th loose thing (LOOSE)."""
    return 8 * pid + (n if pid == LOOSE else INDEX[kind])


def clear():
    """An empty Blender file."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    forget()


def addmesh(name, verts, faces, material, uv=None, smooth=True):
    """A mesh object in the scene."""
    me = bpy.data.meshes.new(name)
    me.from_pydata([tuple(map(float, v)) for v in verts], [], faces)
    me.update()
    if uv is not None:
        me.uv_layers.new(name="uv").data.foreach_set("uv", np.asarray(uv, np.float32).ravel())
    if smooth:
        me.polygons.foreach_set("use_smooth", [True] * len(me.polygons))
    o = bpy.data.objects.new(name, me)
    bpy.context.collection.objects.link(o)
    if material:
        me.materials.append(material)
    return o


def setverts(o, verts):
    """Move the vertices of a mesh object."""
    o.data.vertices.foreach_set("co", np.asarray(verts, np.float32).ravel())
    o.data.update()


def box(c, s, m, bevel=0, rot=(0, 0, 0), name="box", seg=2):
    """A box at centre ``c`` of size ``s``, turned by ``rot`` degrees."""
    x, y, z = [a / 2 for a in s]
    o = addmesh(
        name,
        [(i * x, j * y, k * z) for i in (-1, 1) for j in (-1, 1) for k in (-1, 1)],
        BOX_FACES,
        m,
        smooth=bool(bevel),
    )
    o.location, o.rotation_euler = c, [math.radians(a) for a in rot]
    if bevel:
        b = o.modifiers.new("b", "BEVEL")
        b.width, b.segments = bevel, seg
    return o


def cyl(p0, p1, r, m, n=16):
    """A cylinder from ``p0`` to ``p1``."""
    p0, p1 = Vector(p0), Vector(p1)
    d = p1 - p0
    q = d.to_track_quat("Z", "Y")
    ring = [2 * math.pi * i / n for i in range(n)]
    v = [
        p0 + q @ Vector((r * math.cos(a), r * math.sin(a), k)) for k in (0, d.length) for a in ring
    ]
    f = [(i, (i + 1) % n, n + (i + 1) % n, n + i) for i in range(n)]
    return addmesh("cyl", v, [*f, tuple(range(n))[::-1], tuple(range(n, 2 * n))], m)


def torus(big, small, m, n=48, k=12):
    """A ring around z at the origin."""
    v, f = [], []
    for i in range(n):
        a = 2 * math.pi * i / n
        for j in range(k):
            b = 2 * math.pi * j / k
            v.append(
                (
                    (big + small * math.cos(b)) * math.cos(a),
                    (big + small * math.cos(b)) * math.sin(a),
                    small * math.sin(b),
                )
            )
            f.append(
                (
                    i * k + j,
                    ((i + 1) % n) * k + j,
                    ((i + 1) % n) * k + (j + 1) % k,
                    i * k + (j + 1) % k,
                )
            )
    return addmesh("torus", v, f, m)


def quad(pts, m):
    """Four points as one flat face, with a texture's corners."""
    return addmesh(
        "quad", pts, [(0, 1, 2, 3)], m, uv=[(0, 0), (1, 0), (1, 1), (0, 1)], smooth=False
    )


def area(loc, aim, size, power, col=(1, 1, 1), sy=None):
    """A rectangular lamp at ``loc`` shining at ``aim``."""
    lamp = bpy.data.lights.new("a", "AREA")
    lamp.energy, lamp.size, lamp.color = power, size, col
    if sy:
        lamp.shape, lamp.size_y = "RECTANGLE", sy
    return _placed(bpy.data.objects.new("a", lamp), loc, aim)


def _placed(o, loc, aim):
    o.location = loc
    o.rotation_euler = (Vector(aim) - Vector(loc)).to_track_quat("-Z", "Y").to_euler()
    bpy.context.collection.objects.link(o)
    return o


def camera(loc, aim, fov):
    """The scene's camera; ``fov`` is the horizontal angle in degrees."""
    c = bpy.data.cameras.new("cam")
    c.sensor_fit, c.angle = "HORIZONTAL", math.radians(fov)
    bpy.context.scene.camera = _placed(bpy.data.objects.new("cam", c), loc, aim)


def project(points, size):
    """Pixel x, y and depth (n,3) of world points."""
    camera = bpy.context.scene.camera
    bpy.context.view_layer.update()
    own = np.array(camera.matrix_world.inverted())
    x, y, z = (np.asarray(points, float) @ own[:3, :3].T + own[:3, 3]).T
    depth = -z
    half = math.tan(camera.data.angle_x / 2)
    safe = np.where(np.abs(depth) < 1e-9, 1e-9, depth)
    return np.stack(
        [
            (0.5 + x / safe / half / 2) * size[0],
            size[1] / 2 - y / safe / half / 2 * size[0],
            depth,
        ],
        1,
    )


def to_world(v, loc, yaw):
    """MakeHuman points in Blender axes, turned ``yaw`` degrees about z and moved to ``loc``.

    At yaw 0 a person faces -y.
    """
    v = np.asarray(v)
    a = math.radians(yaw)
    c, s = math.cos(a), math.sin(a)
    return np.stack([v[:, 0], -v[:, 2], v[:, 1]], 1) @ np.array(
        [[c, -s, 0], [s, c, 0], [0, 0, 1]]
    ).T + np.asarray(loc)


def setup_render(size, spp, bounces, exposure, threads, out, fastgi=0.5):
    """Cycles with denoising, kept scene data, and passes written beside the picture."""
    s = bpy.context.scene
    s.render.engine, s.render.use_persistent_data, s.render.threads_mode, s.render.threads = (
        "CYCLES",
        True,
        "FIXED",
        threads,
    )
    s.render.resolution_x, s.render.resolution_y = size
    s.view_settings.view_transform, s.view_settings.exposure = "Standard", exposure
    c = s.cycles
    c.device, c.samples, c.use_denoising, c.denoiser = "CPU", spp, True, "OPENIMAGEDENOISE"
    c.denoising_quality, c.denoising_prefilter = "BALANCED", "FAST"
    c.use_adaptive_sampling = c.use_light_tree = False
    c.max_bounces, c.diffuse_bounces, c.glossy_bounces, c.transparent_max_bounces = (
        bounces,
        min(3, bounces),
        2,
        6,
    )
    c.caustics_reflective = c.caustics_refractive = False
    c.sample_clamp_indirect = 4
    if fastgi:
        c.use_fast_gi, c.ao_bounces, c.ao_bounces_render, c.fast_gi_method = True, 1, 1, "REPLACE"
        s.world.light_settings.distance, s.world.light_settings.ao_factor = 2.0, fastgi
    bpy.context.view_layer.use_pass_object_index = True
    s.use_nodes = True
    tree = s.node_tree
    layers = next(n for n in tree.nodes if n.type == "R_LAYERS")
    mask = tree.nodes.new("CompositorNodeOutputFile")
    mask.base_path = str(out)
    mask.format.file_format, mask.format.color_depth, mask.format.exr_codec = (
        "OPEN_EXR",
        "32",
        "ZIP",
    )
    mask.file_slots[0].path = "mask_"
    tree.links.new(layers.outputs["IndexOB"], mask.inputs[0])
    bpy.context.view_layer.use_pass_z = True
    mask.file_slots.new("depth_")
    tree.links.new(layers.outputs["Depth"], mask.inputs[1])


def compute_on(device):
    """Let Cycles compute on a kind of graphics card as Blender names it.

    Raises RefusedError when there is none that Blender can use.
    """
    cards = bpy.context.preferences.addons["cycles"].preferences
    try:
        cards.compute_device_type = device.upper()
    except TypeError:  # not among those that this build of Blender knows
        found = []
    else:
        cards.refresh_devices()
        found = [one for one in cards.devices if one.type == device.upper()]
    if not found:
        raise RefusedError(f"No {device} card is to be found", "Leave --device out for the CPU.")
    for one in cards.devices:
        one.use = one in found
    cycles = bpy.context.scene.cycles
    cycles.device, cycles.denoising_use_gpu = "GPU", True


def depth(out):
    """Distance from the camera's plane (h,w), metres, of what the last render shows."""
    z = cv2.imread(str(out / "depth_0001.exr"), cv2.IMREAD_UNCHANGED)
    return z[..., 0] if z.ndim == 3 else z


def set_border(border):
    """Render a part of the picture: (left, right, bottom, top) as fractions, or None for all."""
    r = bpy.context.scene.render
    r.use_border, r.use_crop_to_border = border is not None, False
    if border:
        r.border_min_x, r.border_max_x, r.border_min_y, r.border_max_y = border


def render(path, out):
    """Render to ``path`` (PNG); returns the mask (h,w) of whole numbers and the seconds it took."""
    s = bpy.context.scene
    s.frame_set(1)
    s.render.filepath = str(path)
    t = time.time()
    bpy.ops.render.render(write_still=True)
    exr = out / "mask_0001.exr"
    mask = cv2.imread(str(exr), cv2.IMREAD_UNCHANGED)
    exr.unlink()
    mask = mask[..., 0] if mask.ndim == 3 else mask
    return np.rint(mask).astype(int), time.time() - t


__all__ = [
    "BOX_FACES",
    "INDEX",
    "LOOSE",
    "Matrix",
    "Vector",
    "addmesh",
    "area",
    "box",
    "bpy",
    "camera",
    "clear",
    "compute_on",
    "cyl",
    "depth",
    "mat",
    "project",
    "quad",
    "render",
    "set_border",
    "setup_render",
    "setverts",
    "to_world",
    "torus",
]
