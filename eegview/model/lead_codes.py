"""Codes of EEG leads in DICOM files.

DICOM's context group 3030 “EEG Lead” (PS3.16) lists them: codes of ISO/IEEE 11073-10101 (scheme MDC), and of DICOM
itself (DCM) for those that standard lacks. It knows T7, T8, P7 and P8 by their older names.
"""

from typing import Final

_MDC = """
Fpz 1000, AFz 1004, Fz 1008, FCz 1012, Cz 1016, CPz 1020, Pz 1024, POz 1028, Oz 1032, Iz 1036, Nz 996,
Fp1 1041, Fp2 1042, F1 1049, F2 1054, F3 1057, F4 1062, F5 1065, F6 1070, F7 1073, F8 1078, F9 1081, F10 1086,
FC1 1089, FC2 1094, FC3 1097, FC4 1102, FC5 1105, FC6 1110, FT7 1113, FT8 1118, FT9 1121, FT10 1126,
C1 1129, C2 1134, C3 1137, C4 1142, C5 1145, C6 1150, CP1 1153, CP2 1158, CP3 1161, CP4 1166, CP5 1169, CP6 1174,
P1 1177, P2 1182, P3 1185, P4 1190, P5 1193, P6 1198, P9 1201, P10 1206, O1 1209, O2 1214,
AF3 1217, AF4 1222, AF7 1225, AF8 1230, PO3 1233, PO4 1238, PO7 1241, PO8 1246, T3 1249, T4 1254, T5 1257, T6 1262,
T9 1265, T10 1270, TP7 1273, TP8 1278, TP9 1281, TP10 1286, A1 1289, A2 1290, T1 1297, T2 1298,
Pg1 1305, Pg2 1306, Sp1 1313, Sp2 1314
"""
_DCM = "Fp9 130710, Fp10 130711, AF9 130712, AF10 130713, PO9 130714, PO10 130715, O9 130716, O10 130717"
_OLDER = {"T7": "T3", "T8": "T4", "P7": "T5", "P8": "T6"}

EEG_LEADS: Final[dict[tuple[str, str], str]] = {  # (scheme, code) → electrode
    **{("MDC", f"7:{code}"): name for name, code in (entry.split() for entry in _MDC.split(","))},
    **{("DCM", code): name for name, code in (entry.split() for entry in _DCM.split(","))},
}
_CODES = {name: code for code, name in EEG_LEADS.items()}


def lead_code(electrode: str) -> tuple[str, str, str] | None:
    """Return scheme, code and meaning of an electrode's lead, None where the context group has none.

    electrode : its modern name ("T7")
    """
    name = _OLDER.get(electrode, electrode)
    code = _CODES.get(name)
    return None if code is None else (*code, name)
