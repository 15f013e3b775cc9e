"""Places for annotation lists in the data records of an EDF file, all of which have the same room for them."""

import math
from collections.abc import Sequence


def packed_lists(n_records: int, longest_head: int, lists: Sequence[tuple[int, bytes]]) -> tuple[int, dict[int, bytes]]:
    """Return the room for annotations in every record (bytes), and the lists of the records that hold any.

    A list goes into the record wanted or the next one with room, the last ones into earlier records: EDF+ lets an
    annotation stand in any record.

    longest_head : bytes of the longest list that states a record's time
    lists : (record wanted, bytes), in order of the records
    """
    longest = max((len(text) for _, text in lists), default=0)
    total = sum(len(text) for _, text in lists)
    room = max(longest, math.ceil(total / n_records), 30) + longest_head
    while True:
        room = -(-room // 6) * 6  # whole samples of two and of three bytes
        records = _filled(n_records, room - longest_head, lists)
        if records is not None:
            return room, records
        room *= 2


def _filled(n_records: int, room: int, lists: Sequence[tuple[int, bytes]]) -> dict[int, bytes] | None:
    """Return the lists of each record that has any, None where they do not fit."""
    records: dict[int, bytes] = {}
    record, late = 0, []
    for wanted, text in lists:
        record = max(record, min(max(wanted, 0), n_records - 1))
        while record < n_records and len(records.get(record, b"")) + len(text) > room:
            record += 1
        if record == n_records:
            late.append(text)
            record -= 1
        else:
            records[record] = records.get(record, b"") + text
    back = n_records - 1
    for text in late:
        while back >= 0 and len(records.get(back, b"")) + len(text) > room:
            back -= 1
        if back < 0:
            return None
        records[back] = records.get(back, b"") + text
    return records
