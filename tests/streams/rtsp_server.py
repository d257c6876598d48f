"""A real RTSP server, run by the system's python3: rtsp_server.py CLIP PORT PATH [USER PASSWORD].

Serves CLIP (MP4 with H.264) as rtsp://127.0.0.1:PORT/PATH, prints ``ready`` when it listens.
"""

import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402

clip, port, path, *login = sys.argv[1:]
Gst.init(None)
server = GstRtspServer.RTSPServer.new()
server.set_address("127.0.0.1")
server.set_service(port)
factory = GstRtspServer.RTSPMediaFactory.new()
factory.set_launch(
    f'( filesrc location="{clip}" ! qtdemux ! h264parse config-interval=1 ! rtph264pay name=pay0 )'
)
if login:
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", "officer")
    auth = GstRtspServer.RTSPAuth.new()
    auth.add_basic(GstRtspServer.RTSPAuth.make_basic(*login), token)
    server.set_auth(auth)
    permissions = GstRtspServer.RTSPPermissions()
    permissions.add_permission_for_role("officer", "media.factory.access", True)
    permissions.add_permission_for_role("officer", "media.factory.construct", True)
    factory.set_permissions(permissions)
server.get_mount_points().add_factory(f"/{path}", factory)
if not server.attach(None):
    sys.exit("the port is taken")
print("ready", flush=True)  # noqa: T201 - the test waits for it
GLib.MainLoop().run()
