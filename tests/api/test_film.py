"""The picture at a time of the recording."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from barcoded import BARCODED, needs_barcoded

import eegview
from eegview.model.errors import UsageError
