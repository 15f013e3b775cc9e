"""`eegview link`: what a link of a report stands for, and how the desktop opens such links here."""

import sys
from typing import Annotated

import typer

from eegview.app.links.desktop import register_links, unregister_links
from eegview.app.links.meaning import link_data, link_sentences
from eegview.app.links.reading import ReadLink, read_link
from eegview.app.links.recordings import FoundRecording, RecordingState, find_recording, fingerprint_at, note_recording
from eegview.app.resources import data_folder
from eegview.cli.blind_view import ViewerOption, tell_blind, viewers_library
from eegview.cli.output import print_json, print_line, print_message
from eegview.cli.reviewer import JsonOption, LibraryOption
from eegview.model.errors import LibraryRefused, UnreadableFile, UsageError


def link(
    url: Annotated[str | None, typer.Argument(metavar="LINK", help="The whole link, “eegview:…”.")] = None,
    file: Annotated[
        list[str] | None, typer.Option("--file", metavar="FILE", help="The recording; may be given several times.")
    ] = None,
    register: Annotated[bool, typer.Option("--register", help="Have the desktop open links with eegview.")] = False,
    unregister: Annotated[bool, typer.Option("--unregister", help="Take that back.")] = False,
    library: LibraryOption = None,
    reviewer: ViewerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what a link of a report stands for, and whether its recording is known here and unchanged.

    Nothing is opened and nothing is run. `eegview open LINK` opens it in the window.

    Example: eegview link "eegview:page?recording=…&from=10&to=25" --json
    """
    if register or unregister:
        if register and unregister:
            raise UsageError("--register and --unregister were both given.", "Give one of them.")
        for line in register_links(sys.executable) if register else unregister_links():
            print_message(line)
        if url is None:
            return
    if url is None:
        raise UsageError("No link was given.", "Copy the whole link, from “eegview:” to its end, in quotation marks.")
    read = read_link(url)
    found = _given(read, file) if file else find_recording(data_folder(), read.link.fingerprint)
    n_marks = _marks_in_library(read, library, reviewer)
    if as_json:
        print_json(link_data(read, found, n_marks))
        return
    for line in link_sentences(read, found, n_marks):
        print_line(line)


def _given(read: ReadLink, files: list[str]) -> FoundRecording:
    """Return whether the given files are the recording of a link, and remember where they lie."""
    fingerprint = fingerprint_at(files)
    if not fingerprint:
        raise UnreadableFile("The given file cannot be read.", "Check its name, the folder and your rights.")
    if fingerprint != read.link.fingerprint:
        return FoundRecording(RecordingState.CHANGED)
    note_recording(data_folder(), fingerprint, files)
    return FoundRecording(RecordingState.UNCHANGED, tuple(files))


def _marks_in_library(read: ReadLink, library: str | None, reviewer: str | None) -> int | None:
    """Return how many marks of a link the library holds, None where it names none or that cannot be told."""
    if not read.link.marks:
        return None
    try:
        opened = viewers_library(library, reviewer)
    except LibraryRefused as error:
        print_message(f"{error.sentence} {error.advice}")
        return None
    try:
        found = opened.blindness(read.link.fingerprint)
        tell_blind(found)
        if found.is_blind:
            return None
        held = {mark.annotation_id for mark in opened.annotations(read.link.fingerprint)}
    finally:
        opened.close()
    return sum(mark in held for mark in read.link.marks)
