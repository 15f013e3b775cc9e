"""Menu Video: files, playing, frames, and its time against the EEG."""

from eegview.app.commands.command import Command

VIDEO = (
    Command("film.start", "When was it filmed…", "Video", "Enter when a clip without EEG was filmed.", "film", group=5),
    Command(
        "film.speed",
        "Slow motion…",
        "Video",
        "Enter how many times slower than it happened a clip plays.",
        "film",
        group=5,
        synonyms=("slowed", "speed of the film", "240 frames per second", "true speed"),
    ),
    Command("video.add", "Add video…", "Video", "Choose the video of this recording."),
    Command("video.files", "Videos of this study…", "Video", "List, locate and remove videos; assign cameras."),
    Command("video.remove", "Remove this video", "Video", "Remove it from the study; can be undone.", "video"),
    Command("video.show", "Show video", "Video", "Show or hide the video.", "video", True),
    Command("video.float", "Video over the traces", "Video", "Float the video, or dock it.", "video", True),
    Command("video.window", "Video in its own window", "Video", "For a second screen.", "video", True),
    Command("video.size", "Video size", "Video", "Show the video small, medium or large in the sidebar.", "video"),
    Command("video.corner", "Move to next corner", "Video", "Move the floating video to another corner.", "video"),
    Command("play.play_pause", "Play or pause", "Video", "Play the video together with its rows.", group=1),
    Command("play.loop", "Loop", "Video", "Repeat the selection or mark, with 2 s before and after.", group=1),
    Command("play.slower", "Slower", "Video", "Play slower, down to 0.1×.", group=1),
    Command("play.faster", "Faster", "Video", "Play faster, up to 16×.", group=1),
    Command("play.normal", "Normal speed", "Video", "Play at 1×, with sound.", group=1),
    Command("video.frame_forward", "Next frame", "Video", "One frame forward; the cursor follows.", "video", group=2),
    Command("video.frame_back", "Previous frame", "Video", "One frame back; the cursor follows.", "video", group=2),
    Command("video.next_covered", "Next video", "Video", "Go to where video starts again.", "video", group=2),
    Command(
        "video.previous_covered", "Previous video", "Video", "Go to the end of the previous one.", "video", group=2
    ),
    Command("video.mirror", "Mirror", "Video", "Mirror the video left to right.", "video", group=3),
    Command("video.all_of_it", "Reset zoom", "Video", "Show the whole frame again.", "video", group=3),
    Command("video.snapshot", "Save frame as image…", "Video", "Save this frame with its times.", "video", group=3),
    Command(
        "resembling.open",
        "Home event beside a recorded one…",
        "Video",
        "Link an event of a clip to the recorded event it resembles.",
        "mark",
        group=3,
    ),
    Command("video.movement", "Movement trace…", "Video", "Measure movement in the video.", "video", group=3),
    Command("video.match", "Match video and EEG…", "Video", "Pair moments visible in both.", "eeg_video", group=4),
    Command(
        "video.pick_frame", "Hold this frame", "Video", "Hold the frame shown now, to pair it.", "eeg_video", group=4
    ),
    Command("video.pair", "Pair with EEG cursor", "Video", "Pair the held frame with it.", "eeg_video", group=4),
    Command(
        "video.offset",
        "Video offset…",
        "Video",
        "Shift the video against the EEG while watching.",
        "eeg_video",
        group=4,
    ),
    Command("video.later", "Shift video 40 ms later", "Video", "Delay the video by one step.", "eeg_video", group=4),
    Command(
        "video.earlier", "Shift video 40 ms earlier", "Video", "Advance the video by one step.", "eeg_video", group=4
    ),
)
