"""The rulebook from its files: decoded strictly, cross-checked, all faults raised at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from screening.rules.check_rulebook import check_rulebook, unused_programmes
from screening.rules.decode_rulebook import decode_rulebook, is_shared
from screening.rules.loaded_rulebook import LoadedPolicy, Rulebook
from screening.rules.rulebook_files import Fault, RulebookFiles, read_rulebook_files

__all__ = ["LoadedPolicy", "Rulebook", "RulebookError", "build_rulebook", "load_rulebook"]


class RulebookError(ValueError):
    """The rulebook cannot be used; `faults` has every fault with its file and key path."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        lines = "\n".join(f"  {fault}" for fault in self.faults)
        super().__init__(f"{len(self.faults)} faults in the rulebook:\n{lines}")


def load_rulebook(root: Path | None = None, policy_ids: Iterable[str] | None = None) -> Rulebook:
    """The rulebook below `root` (default: the project's own), or only these of its policy documents.

    Raises RulebookError with all faults, FileNotFoundError where the folder is absent.
    """
    files = read_rulebook_files(root)
    return build_rulebook(files if policy_ids is None else files.of_policies(policy_ids))


def build_rulebook(files: RulebookFiles) -> Rulebook:
    """The rulebook these files hold. Raises RulebookError with all faults."""
    rulebook, programme_files, faults = decode_rulebook(files)
    # A catalogue or code list that was not read whole would make every item that names it look wrong.
    if not any(is_shared(fault.file) for fault in faults):
        faults.extend(check_rulebook(rulebook, programme_files))
    if faults:
        raise RulebookError(faults)
    unused = unused_programmes(rulebook)
    return replace(rulebook, warnings=tuple(f"programme {title!r} is used by no item" for title in unused))
