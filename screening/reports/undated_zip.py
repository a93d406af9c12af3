"""An xlsx that does not say when it was written, so that equal content is equal bytes."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_EPOCH_OF_ZIP: Final = (1980, 1, 1, 0, 0, 0)
_CORE_PROPERTIES: Final = "docProps/core.xml"
_MODIFIED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def rewrite_undated(source: Path, target: Path, *, modified: dt.date) -> None:
    """Copy an xlsx with fixed times on its entries, and `modified` as the day it was last changed."""
    stamp = modified.strftime("%Y-%m-%dT00:00:00Z").encode()
    with ZipFile(source) as dated, ZipFile(target, "w", ZIP_DEFLATED) as undated:
        for entry in dated.infolist():
            with dated.open(entry) as reader, undated.open(_undated(entry), "w") as writer:
                if entry.filename == _CORE_PROPERTIES:
                    writer.write(_MODIFIED.sub(rb"\g<1>" + stamp, reader.read()))
                else:
                    shutil.copyfileobj(reader, writer)


def _undated(entry: ZipInfo) -> ZipInfo:
    copy = ZipInfo(entry.filename, _EPOCH_OF_ZIP)
    copy.compress_type = ZIP_DEFLATED
    copy.external_attr = 0o600 << 16
    copy.file_size = entry.file_size  # decides whether the entry needs zip64
    return copy
