"""Write small recordings in vendors' formats, by hand or by the library that can.

Each writer takes `(n_channels, n_samples)` µV whole numbers and returns the path to open.
"""

import struct
from pathlib import Path

import numpy as np

LABELS = ("Fp1", "Fp2", "C3", "C4")
RATE_HZ = 200


def waves_uv(n_samples: int = 2000) -> np.ndarray:
    """Return (4, n_samples) whole µV, another in each channel at each time."""
    noise = np.random.default_rng(7).integers(-800, 800, (len(LABELS), n_samples))
    return noise.astype(np.int32)


def write_brainvision(folder: Path, uv: np.ndarray, markers: str = "", unit: str = "µV", gain: float = 0.5) -> Path:
    labels = "\n".join(f"Ch{k + 1}={label},,{gain},{unit}" for k, label in enumerate(LABELS))
    (folder / "a.vhdr").write_text(
        "Brain Vision Data Exchange Header File Version 1.0\n[Common Infos]\nCodepage=UTF-8\nDataFile=a.eeg\n"
        "MarkerFile=a.vmrk\nDataFormat=BINARY\nDataOrientation=MULTIPLEXED\n"
        f"NumberOfChannels=4\nSamplingInterval={1e6 / RATE_HZ:g}\n[Binary Infos]\nBinaryFormat=INT_16\n"
        f"[Channel Infos]\n{labels}\n",
        encoding="utf-8",
    )
    (folder / "a.vmrk").write_text(
        "Brain Vision Data Exchange Marker File, Version 1.0\n[Common Infos]\nCodepage=UTF-8\nDataFile=a.eeg\n"
        f"[Marker Infos]\n{markers}",
        encoding="utf-8",
    )
    (folder / "a.eeg").write_bytes((uv.T / gain).astype("<i2").tobytes())
    return folder / "a.vhdr"


def write_persyst(folder: Path, uv: np.ndarray, sample_times: str = "0=36000.0\n", comments: str = "") -> Path:
    channels = "\n".join(f"{label}-Ref={k + 1}" for k, label in enumerate(LABELS))
    (folder / "a.lay").write_text(
        f"[FileInfo]\nFile=a.dat\nFileType=Interleaved\nSamplingRate={RATE_HZ}\nHeaderLength=0\nCalibration=0.5\n"
        f"WaveformCount=4\nDataType=0\n[Patient]\nFirst=\nLast=\nSex=\nHand=\nBirthDate=\nTestDate=2020.03.05\n"
        f"TestTime=10:00:00\n[SampleTimes]\n{sample_times}[ChannelMap]\n{channels}\n[Comments]\n{comments}"
    )
    (folder / "a.dat").write_bytes((uv.T * 2).astype("<i2").tobytes())
    return folder / "a.lay"


def write_gdf(folder: Path, uv: np.ndarray) -> Path:
    """GDF 1.25: as EDF, with binary header fields and types per channel."""
    n_channels, n_samples = uv.shape
    n_records = n_samples // RATE_HZ
    head = b"GDF 1.25" + b"X X".ljust(80) + b"test".ljust(80) + b"2020030510000000"
    head += struct.pack("<q", 256 + 256 * n_channels) + bytes(24 + 20)
    head += struct.pack("<qIII", n_records, 1, 1, n_channels)
    head += b"".join(label.encode().ljust(16) for label in LABELS) + b" " * 80 * n_channels
    head += b"uV".ljust(8) * n_channels
    head += struct.pack(f"<{n_channels}d", *[-16384.0] * n_channels) + struct.pack(
        f"<{n_channels}d", *[16383.5] * n_channels
    )
    head += struct.pack(f"<{n_channels}q", *[-32768] * n_channels) + struct.pack(
        f"<{n_channels}q", *[32767] * n_channels
    )
    head += b"HP:0Hz LP:0Hz".ljust(80) * n_channels
    head += struct.pack(f"<{n_channels}i", *[RATE_HZ] * n_channels) + struct.pack(f"<{n_channels}i", *[3] * n_channels)
    head += bytes(32 * n_channels)
    data = (uv * 2).astype("<i2").reshape(n_channels, n_records, RATE_HZ).transpose(1, 0, 2)
    # mode 1, rate, then 1-based positions and types of two events
    events = bytes([1, RATE_HZ, 0, 0]) + struct.pack("<III", 2, 401, 1001) + struct.pack("<HH", 0x0301, 0x0302)
    path = folder / "a.gdf"
    path.write_bytes(head + data.tobytes() + events)
    return path


def write_nedf(folder: Path, uv: np.ndarray) -> Path:
    montage = "".join(f"<C{k}>{label}</C{k}>" for k, label in enumerate(LABELS))
    xml = (
        "<nedf><NEDFversion>1.4</NEDFversion><NumberOfChannelsOfAccelerometer>3</NumberOfChannelsOfAccelerometer>"
        f"<EEGSettings><TotalNumberOfChannels>4</TotalNumberOfChannels><EEGSamplingRate>{RATE_HZ}</EEGSamplingRate>"
        f"<NumberOfRecordsOfEEG>{uv.shape[1]}</NumberOfRecordsOfEEG><EEGMontage>{montage}</EEGMontage></EEGSettings>"
        "<StepDetails><StartDate_firstEEGTimestamp>1583402400000</StartDate_firstEEGTimestamp></StepDetails></nedf>"
    )
    digits = np.round(uv * 1e-6 / (2.4 / (6.0 * 8388607))).astype(np.int64) & 0xFFFFFF
    body = bytearray()
    for k, sample in enumerate(digits.T):
        if k % 5 == 0:
            body += bytes(6)
        for digit in sample:
            body += int(digit).to_bytes(3, "big")
        body += (k == 400).to_bytes(4, "big")
    path = folder / "a.nedf"
    path.write_bytes(xml.encode().ljust(10240, b"\0") + bytes(body))
    return path


def write_neuroscan(folder: Path, uv: np.ndarray) -> Path:
    """Version 3.0, 16 bit, samples of all channels side by side; an empty event table at the end."""
    n_channels, n_samples = uv.shape
    head = bytearray(900 + 75 * n_channels)
    head[:12] = b"Version 3.0\0"
    head[225:235], head[235:247] = b"03/05/20\0\0", b"10:00:00\0\0\0\0"
    struct.pack_into("<H", head, 370, n_channels)
    struct.pack_into("<H", head, 376, RATE_HZ)
    struct.pack_into("<I", head, 864, n_samples)
    struct.pack_into("<I", head, 886, len(head) + 2 * uv.size)
    for k, label in enumerate(LABELS):
        at = 900 + 75 * k
        head[at : at + len(label)] = label.encode()
        struct.pack_into("<f", head, at + 19, np.cos(k))
        struct.pack_into("<f", head, at + 23, np.sin(k))
        struct.pack_into("<f", head, at + 59, 102.4)  # sensitivity: half a µV per digit
        struct.pack_into("<f", head, at + 71, 1.0)
    path = folder / "a.cnt"
    table = bytes([1]) + struct.pack("<II", 0, 0)
    path.write_bytes(bytes(head) + (uv.T * 2).astype("<i2").tobytes() + table)
    return path


def write_ant(folder: Path, uv: np.ndarray, long: bool = False) -> Path:
    """ANT CNT by its own library; `long` is the present form, RF64."""
    from antio.libeep import pyeep  # type: ignore[attr-defined]

    channels = pyeep.create_channel_info()
    for label in LABELS:
        pyeep.add_channel(channels, label, "ref", "uV")
    path = folder / "a.cnt"
    handle = pyeep.write_cnt(str(path), RATE_HZ, channels, int(long))
    pyeep.add_samples(handle, uv.T.astype(np.float32).ravel().tolist(), uv.shape[0])
    pyeep.close(handle)
    return path


def write_curry(folder: Path, uv: np.ndarray) -> Path:
    """Curry 8: samples in one file, all else as text beside it."""
    listed = "\n".join(LABELS)
    places = "\n".join(f"{np.cos(k) * 80:.1f} {np.sin(k) * 80:.1f} 40.0" for k in range(4))

    def section(name: str, content: str) -> str:
        return (
            f"{name} START\n   ListNrRows = 4\n{name} END\n\n{name}{' '}START_LIST # Do not edit!\n"
            f"{content}\n{name} END_LIST\n\n"
        )

    (folder / "a.cdt.dpo").write_text(
        "DATA_PARAMETERS START\n"
        f"   NumSamples = {uv.shape[1]}\n   NumChannels = 4\n   NumTrials = 1\n   SampleFreqHz = {RATE_HZ}\n"
        "   TriggerOffsetUsec = 0\n   DataFormat = FLOAT\n   DataSampOrder = SAMP\n   DataByteOrder = LITTLE\n"
        "   AmplifierInfo = none\n   SampleTimeUsec = 5000\n"
        "   StartYear = 2020\n   StartMonth = 3\n   StartDay = 5\n   StartHour = 10\n   StartMin = 0\n   StartSec = 0\n"
        "   StartMillisec = 0\nDATA_PARAMETERS END\n\n"
        "DEVICE_PARAMETERS START\n   DataUnit = uV\n   NumChanThisGroup = 4\nDEVICE_PARAMETERS END\n\n"
        + section("LABELS", listed)
        + section("SENSORS", places)
    )
    (folder / "a.cdt").write_bytes(uv.T.astype("<f4").tobytes())
    return folder / "a.cdt"


def write_nihon_kohden(folder: Path, uv: np.ndarray, stops: tuple[int, ...] = (), clocks: tuple[str, ...] = ()) -> Path:
    """EEG-1100A: one control block; a data block per part between `stops` (sample numbers), begun at `clocks`.

    Digits are offset by 0x8000 and 3199.902 / 32767.5 µV each, so values come back to about 0.1 µV.
    """
    edges = (0, *stops, uv.shape[1])
    clocks = clocks or ("200305100000",)
    device = b"EEG-1100A V01.00"
    head = bytearray(0x1800)
    head[:16] = head[0x81:0x91] = device
    head[0x91] = 1
    struct.pack_into("<I", head, 0x92, 0x400)
    head[0x17FE] = 1
    head[0x400 + 17] = len(edges) - 1
    body = bytearray()
    for k in range(len(edges) - 1):
        address = len(head) + len(body)
        struct.pack_into("<I", head, 0x400 + 18 + 20 * k, address)
        part = uv[:, edges[k] : edges[k + 1]]
        block = bytearray(0x27 + 10 * 4)
        block[0x14:0x1A] = bytes.fromhex(clocks[k])
        struct.pack_into("<H", block, 0x1A, RATE_HZ | 0xC000)
        struct.pack_into("<I", block, 0x1C, part.shape[1] * 10 // RATE_HZ)
        block[0x26] = 4
        for channel, number in enumerate((0, 1, 4, 5)):  # Fp1, Fp2, C3, C4 of the built-in list
            block[0x27 + 10 * channel] = number
        digits = np.full((5, part.shape[1]), 0x8000, np.uint16)
        digits[:4] = np.round(part / (6399.804 / 65535)).astype(np.int64) + 0x8000
        body += block + digits.T.astype("<u2").tobytes()
    path = folder / "a.eeg"
    path.write_bytes(bytes(head) + bytes(body))
    log = bytearray(0x200)
    log[:16] = device
    (folder / "a.LOG").write_bytes(bytes(log))
    (folder / "a.pnt").write_bytes(device.ljust(0x40, b"\0") + b"20200305100000")
    (folder / "a.21E").write_text("[ELECTRODE]\n0000=Fp1\n0001=Fp2\n0004=C3\n0005=C4\n")
    return path
