"""The videos that belong to the open study: found again, missing ones told, added and removed as acts of the reader."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QMessageBox

from eegview.app.resources import data_folder
from eegview.app.study.local_places import local_places, note_local_place
from eegview.app.study.records import Statement
from eegview.app.study.videos import MissingVideo, VideosFound, find_study_videos, note_places, place_of
from eegview.app.video.study_videos import find_videos, fingerprint_at
from eegview.model.film.video import file_fingerprint
from eegview.model.study.records import VIDEO_TERM
from eegview.model.study.video import KnownVideo, VideoPlace, held_video, neutral_name, study_videos
from eegview.model.text.language import tr
from eegview.ui.video.missing_box import MissingVideosBox
from eegview.ui.video.study_video import StudyVideo
from eegview.ui.widgets.focus_return import asking_window
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy


class KeptVideos(QObject):
    """Keeps the open videos in step with what the study's records say, whoever said it.

    named : files given when the study was opened; they belong to it from then on
    """

    missing_changed = Signal()

    def __init__(
        self, context: Context, study: OpenStudy, video: StudyVideo, box: MissingVideosBox, named: Iterable[str]
    ) -> None:
        super().__init__(study.scope)
        self._context, self._studies, self._study, self._video, self._box = context, context.studies, study, video, box
        self._named = tuple(named)
        self._handled: dict[str, KnownVideo] | None = None  # what the open videos follow
        self._adding: dict[str, str] = {}  # paths on their way into the study: fingerprint they stand in for, or ""
        self._unnoted: dict[tuple[str, str], VideoPlace] = {}  # places that the library does not hold yet
        self._n_asked = 0
        self.missing: tuple[MissingVideo, ...] = ()
        while_open = study.scope.while_open
        study.kept.changed.connect(while_open(self._records_changed))
        study.review.records.changed.connect(while_open(self._records_changed))
        study.review.marks_changed.connect(while_open(lambda _edit: self._note_places()))
        video.opened.connect(self._say_added)
        box.locate_asked.connect(self.locate)
        box.forget_asked.connect(self.remove)
        study.scope.ended.connect(self._end)
        if self._named:
            self._keep_named()

    def _keep_named(self) -> None:
        """Have the files that were named belong to the study; those that bear its name do so anyway."""
        recording, named, paths = self._study.paths[0], self._named, self._study.paths

        def found(beside: tuple[str, ...]) -> None:
            here = {place_of(recording, "", path).path for path in beside}
            self._adding |= {path: "" for path in named if place_of(recording, "", path).path not in here}
            self._say_added()

        self._studies.work.submit(lambda: find_videos(*paths), self._study.scope.while_open(found), self._studies.fail)

    def _end(self) -> None:
        self._n_asked += 1
        self._box.show_missing(())

    # what is known

    @property
    def known(self) -> dict[str, KnownVideo]:
        """What was said of the study's videos, by fingerprint, removed ones too."""
        return study_videos(self._study.kept.all())

    def _followed(self) -> dict[str, KnownVideo]:
        """Return the videos to look for: those that were spoken of, and those that were matched with the EEG."""
        known = self.known
        sync_marks = self._study.review.records.sync_marks
        matched = {file_fingerprint(mark.attribute("video") or "") for mark in sync_marks} - set(known) - {""}
        name = neutral_name(known.values())
        return {**{fingerprint: KnownVideo(fingerprint, 0, name) for fingerprint in sorted(matched)}, **known}

    def _records_changed(self, _records: object) -> None:
        self._note_places()
        if self._followed() != (self._handled or {}):
            self.refresh()
        self._say_added()

    def refresh(self) -> None:
        """Look for the study's videos, and open them as its records say."""
        self._handled = self._followed()
        self._n_asked += 1
        number, fingerprint = self._n_asked, self._study.recording.fingerprint

        def found_places(places: tuple[VideoPlace, ...]) -> None:
            if number == self._n_asked and self._study.scope.is_open:
                self._search(places)

        self._study.review.ask_library(
            lambda library: library.video_places(fingerprint), found_places, lambda _error: found_places(())
        )

    def _search(self, places: tuple[VideoPlace, ...]) -> None:
        recording, known, named, number = self._study.paths[0], self._followed(), self._named, self._n_asked
        paths = self._study.paths

        def work() -> VideosFound:
            here = local_places(data_folder())
            found = find_study_videos(recording, named or find_videos(*paths), known, (*places, *here))
            for name, path in found.paths.items():
                if name in known:
                    note_local_place(data_folder(), name, path_of(path))
            return found

        def path_of(path: str) -> str:
            return place_of(recording, "", path).path

        def done(found: VideosFound) -> None:
            if number == self._n_asked and self._study.scope.is_open:
                self._show(found, {(place.fingerprint, place.path) for place in places})

        self._studies.work.submit(work, done, self._studies.fail)

    def _show(self, found: VideosFound, noted: set[tuple[str, str]]) -> None:
        """Open what was found, unless just that is open, and tell what is missing."""
        known, followed, video = self.known, self._followed(), self._video
        for name, path in found.paths.items():
            place = place_of(self._study.paths[0], name, path)
            if name in followed and (name, place.path) not in noted:
                self._unnoted[name, place.path] = place
        self._note_places()
        # one that was matched elsewhere and never seen from here is no loss of this study's
        self.missing = tuple(one for one in found.missing if one.video.fingerprint in known or one.is_placed)
        self._box.show_missing(self.missing)
        self.missing_changed.emit()
        cameras = {name: one.camera for name, one in known.items() if one.camera and not one.is_removed}
        wanted = [*dict.fromkeys([*found.paths.values(), *(path for path in self._adding if path in video.paths)])]
        if set(wanted) != set(video.paths) or cameras != video.cameras:
            video.show_files(wanted, cameras)

    # acts

    def add(self, paths: Iterable[str], instead_of: str = "") -> None:
        """Open videos; those that can be read belong to the study from then on.

        instead_of : fingerprint of the video that they stand in for, "" = none
        """
        new = tuple(paths)
        self._adding |= dict.fromkeys(new, instead_of)
        self._video.add(new)

    def remove(self, fingerprint: str) -> None:
        """Take a video out of the study; its file and its match stay as they are."""
        self._say([replace(self._video_of(fingerprint), is_removed=True)])

    def set_camera(self, fingerprint: str, camera: str) -> None:
        """Say which camera took a video, "" = as its name and its time say."""
        video = self._video_of(fingerprint)
        if video.camera != camera.strip():
            self._say([replace(video, camera=camera.strip(), is_removed=False)])

    def _video_of(self, fingerprint: str) -> KnownVideo:
        """Return what was said of a video; one beside the recording may never have been spoken of."""
        if fingerprint in self.known:
            return self.known[fingerprint]
        sizes = {self._video.fingerprints[path]: size for path, size in self._video.sizes.items()}
        return KnownVideo(fingerprint, sizes.get(fingerprint, 0), neutral_name(self.known.values()))

    def _say(self, videos: Iterable[KnownVideo]) -> None:
        self._study.kept.say([Statement(VIDEO_TERM, one.fingerprint, held_video(one)) for one in videos])

    def _say_added(self) -> None:
        """Store the videos that were added and could be opened, once it is known what belongs to the study already."""
        kept = self._study.kept
        if not (kept.is_known or self._study.review.problem is not None):
            return
        opened = self._video.fingerprints
        come = {path: instead for path, instead in self._adding.items() if path in opened}
        if not come:
            return
        for path in come:
            del self._adding[path]
        known, said = self.known, []
        for path, instead in come.items():
            name, before = opened[path], known.get(opened[path])
            place = place_of(self._study.paths[0], name, path)
            self._studies.work.submit(
                lambda name=name, place=place: note_local_place(data_folder(), name, place.path),
                lambda _none: None,
                self._studies.fail,
            )
            self._unnoted[name, place.path] = place
            if before is None or before.is_removed:
                before = before or KnownVideo(name, self._video.sizes.get(path, 0), neutral_name(known.values()))
                known[name] = replace(before, is_removed=False)
                said.append(known[name])
            if instead and instead in known and instead != name:
                said.append(replace(known[instead], is_removed=True))
        self._note_places()
        self._say(said)
        self._tell_elsewhere(come)
        if len(set(opened.values())) < len(opened):
            self.refresh()  # the same file by two ways: one is enough

    def _tell_elsewhere(self, paths: Iterable[str]) -> None:
        """Say of clips that were added where their clock says that they are not of this recording."""
        for path in paths:
            guess = self._video.guesses.get(path)
            if guess is not None and guess.is_elsewhere:
                name = self._studies.privacy.file_name(path, tr("The clip"))
                self._context.say(f"{name}: {guess.elsewhere_text}")

    def _note_places(self) -> None:
        """Have the library hold where videos were found; while it is away they wait here."""
        if not self._unnoted or not self._study.kept.can_save:
            return
        waiting, self._unnoted = self._unnoted, {}
        fingerprint = self._study.recording.fingerprint

        def again(_error: object) -> None:
            self._unnoted = {**waiting, **self._unnoted}

        self._study.review.ask_library(
            lambda library: note_places(library, fingerprint, waiting.values()), lambda _none: None, again
        )

    # a missing video

    def locate(self, fingerprint: str) -> None:
        """Ask where a missing video is now."""
        missing = next((one for one in self.missing if one.video.fingerprint == fingerprint), None)
        if missing is None:
            return
        folder = missing.folder if missing.is_other else str(Path(self._study.paths[0]).parent)
        path, _ = QFileDialog.getOpenFileName(
            asking_window(self._context.window), tr("Locate {name}", name=missing.name), folder, tr("All files (*)")
        )
        if path:
            self.use_file(missing, path)

    def use_file(self, missing: MissingVideo, path: str) -> None:
        """Take this file for a missing video; where its content is another, the reader is asked."""

        def compared(found: str) -> None:
            if found != missing.video.fingerprint:
                self._ask_about_other(missing, path)
                return
            place = place_of(self._study.paths[0], found, path)
            self._unnoted[found, place.path] = place
            self._note_places()
            self._studies.work.submit(
                lambda: note_local_place(data_folder(), found, place.path),
                lambda _none: self._study.scope.while_open(self.refresh)(),
                self._studies.fail,
            )

        self._studies.work.submit(
            lambda: fingerprint_at(path), self._study.scope.while_open(compared), self._studies.fail
        )

    def _ask_about_other(self, missing: MissingVideo, path: str) -> None:
        box = QMessageBox(self._context.window)
        box.setObjectName("video.other.question")
        box.setWindowTitle(tr("Another video"))
        box.setIcon(QMessageBox.Icon.Warning)
        box.setTextFormat(Qt.TextFormat.PlainText)
        name = self._context.studies.privacy.file_name(path, "This file")
        box.setText(
            tr("{name} is not the file that {name_2} was: the content differs.", name=name, name_2=missing.name)
        )
        box.setInformativeText(
            tr(
                "The match between {name} and the EEG does not apply to it. It can be used "
                "instead, and has to be matched again.",
                name=missing.name,
            )
        )
        use = box.addButton(tr("Use it instead"), QMessageBox.ButtonRole.AcceptRole)
        other = box.addButton(tr("Choose another…"), QMessageBox.ButtonRole.ActionRole)
        cancel = box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(cancel)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def chosen(button: QAbstractButton) -> None:
            if button is use:
                self.add([path], instead_of=missing.video.fingerprint)
            elif button is other:
                self.locate(missing.video.fingerprint)

        box.buttonClicked.connect(self._study.scope.while_open(chosen))
        self._study.scope.ended.connect(box.close)
        box.open()
