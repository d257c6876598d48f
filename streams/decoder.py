"""How FFmpeg's decoders are set up, so that they tell of damage."""

from av.video.codeccontext import VideoCodecContext


def alone(decoder: VideoCodecContext) -> VideoCodecContext:
    """The same decoder, not opened yet, made to work in one thread.

    With threads per slice FFmpeg's H.264 decoder neither keeps account of the macroblocks that a
    slice owes nor asks whether the slices of a picture were refused (``enable_er`` and
    ``ff_h264_execute_decode_slices`` in libavcodec/h264_slice.c): where a picture has several
    slices, as most cameras make them, damage in them goes unsaid. With threads per frame it would
    race over what a damaged picture is patched up from.
    """
    decoder.thread_count = 1
    return decoder
