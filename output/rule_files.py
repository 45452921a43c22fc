"""Folders of rule files: read when a host first needs them, and again when they have changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cleaners.site_rules import Config, SiteRules, TextRules, names_for
from cleaners.site_rules.cleaner import VERSION
from cleaners.site_rules.config import merged, parse_config
from cleaners.site_rules.text_rules import RuleFileError, joined, parse_rules

ENDINGS = (".txt", ".toml")
_AT_MOST = 1 << 20  # bytes of a rule file
_HOSTS = 1000  # kept in memory; the others are read again


@dataclass(frozen=True, slots=True)
class RuleFile:
    """A rule file as it was read. Of `config` and `text` one is set; `error` is why none is, in one line."""

    path: Path
    config: Config | None = None
    text: TextRules | None = None
    digest: str = ""
    error: str = ""


def read_rule_file(path: Path) -> RuleFile:
    """Read one file, by its ending in the site-config format or as TOML. Raises nothing."""
    try:
        if path.stat().st_size > _AT_MOST:
            return RuleFile(path, error=f"larger than {_AT_MOST} bytes")
        data = path.read_bytes()
        words = data.decode("utf-8-sig")
        digest = sha256(data).hexdigest()
        if path.suffix == ".toml":
            return RuleFile(path, text=parse_rules(words), digest=digest)
        return RuleFile(path, config=parse_config(words), digest=digest)
    except OSError as error:
        return RuleFile(path, error=f"cannot be read ({error.strerror or error})")
    except UnicodeDecodeError as error:
        return RuleFile(path, error=f"no text in UTF-8 ({error.reason} at byte {error.start})")
    except RuleFileError as error:
        return RuleFile(path, error=str(error))


def rule_files(folder: Path) -> Iterator[RuleFile]:
    """Every rule file of a folder, in the order of their names. Raises OSError if the folder cannot be read."""
    for path in sorted(folder.iterdir()):
        if path.suffix in ENDINGS and path.is_file():
            yield read_rule_file(path)


class RuleFiles:
    """The rule files of folders, by host.

    Where two folders have a file of the same name, the later folder's is the only one that counts: so that a clone of a
    public collection can be corrected in a folder of one's own. A file that was changed is read again; while it is
    broken its last good version counts.
    """

    def __init__(self, folders: Sequence[str | Path]) -> None:
        self._folders = [Path(folder) for folder in folders]
        self._files: dict[Path, tuple[tuple[int, int], RuleFile]] = {}
        self._hosts: dict[str, tuple[tuple[object, ...], SiteRules | None]] = {}

    def for_host(self, host: str) -> SiteRules | None:
        """What the files say of a host, None if there are none for it."""
        found = [path for name in names_for(host) for ending in ENDINGS if (path := self._newest(f"{name}{ending}"))]
        state = tuple((path, stamp) for path, stamp in found)
        known = self._hosts.get(host)
        if known and known[0] == state:
            return known[1]
        rules = self._together([self._read(path, stamp) for path, stamp in found])
        if len(self._hosts) >= _HOSTS:
            self._hosts.clear()
            self._files.clear()
        self._hosts[host] = state, rules
        return rules

    def used(self, hosts: Iterable[str]) -> dict[str, str]:
        """The files that speak for these hosts, each with the digest of its content ("" if it cannot be read)."""
        found = {}
        for host in hosts:
            for name in names_for(host):
                for ending in ENDINGS:
                    newest = self._newest(f"{name}{ending}")
                    if newest and str(newest[0]) not in found:
                        found[str(newest[0])] = self._read(*newest).digest
        return found

    def _newest(self, name: str) -> tuple[Path, tuple[int, int]] | None:
        """The file of that name in the last folder that has one, with what changes when it does."""
        for folder in reversed(self._folders):
            path = folder / name
            try:
                facts = path.stat()
            except (OSError, ValueError):
                continue
            return path, (facts.st_mtime_ns, facts.st_size)
        return None

    def _read(self, path: Path, stamp: tuple[int, int]) -> RuleFile:
        known = self._files.get(path)
        if known and known[0] == stamp:
            return known[1]
        read = read_rule_file(path)
        if read.error and known:
            read = known[1]
        self._files[path] = stamp, read
        return read

    @staticmethod
    def _together(files: Sequence[RuleFile]) -> SiteRules | None:
        configs = [file.config for file in files if file.config is not None]
        texts = [file.text for file in files if file.text is not None]
        if not configs and not texts:
            return None
        return SiteRules(
            merged(configs) if configs else None,
            joined(texts) if texts else None,
            _digest([file.digest for file in files if file.config is not None]),
            _digest([file.digest for file in files if file.text is not None]),
        )


def _digest(digests: Sequence[str]) -> str:
    return sha256("".join([str(VERSION), *digests]).encode()).hexdigest()[:8] if digests else ""
