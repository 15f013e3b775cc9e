"""Pictures of a film side by side, for who looks through a draft before the set is written."""

from __future__ import annotations

import io

from eegview.app.video.opening import open_kept_video
from eegview.model.film.video import VideoClip
from eegview.model.span import Span

_COLUMNS, _ROWS = 3, 2
_FIRST_S, _STEP_S = -0.5, 0.5  # of the pictures, from the instant that is asked about
_GAP_PX, _TEXT_PX = 6, 16
_GROUND, _INK = (255, 255, 255), (32, 38, 43)


def film_picture(clip: VideoClip, span: Span, ask_s: float | None, width_px: int, height_px: int) -> bytes:
    """Return six pictures around the instant that is asked about, half a second apart, as PNG.

    span, ask_s : in recording time; the pictures lie within the stretch

    Raises
    ------
    UnreadableFile : the clip is gone
    """
    from PIL import Image, ImageDraw, ImageFont, ImageOps

    zero_s = span.start_s - _FIRST_S if ask_s is None else ask_s
    font = ImageFont.load_default(_TEXT_PX - 4)
    sheet = Image.new("RGB", (width_px, height_px), _GROUND)
    drawing = ImageDraw.Draw(sheet)
    room_px = (width_px - _GAP_PX) // _COLUMNS - _GAP_PX, (height_px - _GAP_PX) // _ROWS - _GAP_PX - _TEXT_PX
    video = open_kept_video(clip.path)
    try:
        for number in range(_COLUMNS * _ROWS):
            at_s = min(max(zero_s + _FIRST_S + number * _STEP_S, span.start_s), span.stop_s)
            frame = video.frame_at(clip.sync.to_video_s(at_s))
            if frame is None:
                continue
            picture = ImageOps.contain(Image.fromarray(frame.rgb), room_px)
            row, column = divmod(number, _COLUMNS)
            left_px = _GAP_PX + column * (room_px[0] + _GAP_PX)
            top_px = _GAP_PX + row * (room_px[1] + _TEXT_PX + _GAP_PX)
            sheet.paste(picture, (left_px, top_px))
            drawing.text((left_px, top_px + picture.height), f"{at_s - zero_s:+.1f} s", _INK, font)
    finally:
        video.close()
    out = io.BytesIO()
    sheet.save(out, "PNG")
    return out.getvalue()
