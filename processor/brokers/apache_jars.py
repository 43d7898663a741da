"""Apache Kafka's jars, fetched once by Maven into a folder outside the source tree, and the Java that runs them."""

import fcntl
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from itertools import takewhile
from pathlib import Path

from processor.brokers.errors import BrokerStartError

_POM = Path(__file__).with_name("pom.xml")
_OLDEST_JAVA = 17
# In full: the short form makes Maven look the plug-in up first. Its version is in the POM.
_GOAL = "org.apache.maven.plugins:maven-dependency-plugin:copy-dependencies"
_MAVEN_TIMEOUT = 900.0


def kafka_version() -> str:
    """Return the pinned version of Apache Kafka."""
    match = re.search(r"<kafka\.version>([^<]+)<", _POM.read_text(encoding="utf-8"))
    if match is None:
        raise BrokerStartError(f"{_POM} pins no version of Apache Kafka")
    return match[1]


def kafka_home(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the folder of the jars: SAMACHAR_KAFKA_HOME, else one of the user's cache named after the version."""
    if home := environment.get("SAMACHAR_KAFKA_HOME"):
        return Path(home)
    cache = environment.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "samachar" / f"kafka-{kafka_version()}"


def ensure_jars(home: Path | None = None) -> Path:
    """Return the folder of the jars, after fetching them if they are not there.

    The folder appears complete or not at all, also when two processes want it at once.

    Raises:
        BrokerStartError: Maven is missing, the download failed, or the folder holds something else.
    """
    home = kafka_home() if home is None else home
    if _complete(home):
        return home
    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        with home.with_name(f".{home.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not _complete(home):
                _fetch(home)
    except OSError as error:
        raise BrokerStartError(f"the jars of Apache Kafka cannot be kept in {home}: {error}") from error
    return home


def java() -> str:
    """Return the Java program: that of JAVA_HOME, else the one on the path.

    Raises:
        BrokerStartError: there is none, or it is older than Kafka needs.
    """
    home = os.environ.get("JAVA_HOME")
    program = shutil.which("java", path=str(Path(home) / "bin")) if home else shutil.which("java")
    if program is None:
        where = f"in JAVA_HOME ({home})" if home else "on the path"
        raise BrokerStartError(f"Apache Kafka needs Java {_OLDEST_JAVA} or newer, and there is no java {where}")
    told = subprocess.run([program, "-version"], capture_output=True, text=True, check=False, timeout=60).stderr
    match = re.search(r'version "(\d+)', told)
    if match is None or int(match[1]) < _OLDEST_JAVA:
        told = told.strip().partition("\n")[0] or "nothing"
        raise BrokerStartError(f"Apache Kafka needs Java {_OLDEST_JAVA} or newer; {program} says: {told}")
    return program


def _complete(home: Path) -> bool:
    jar = home / f"kafka_2.13-{kafka_version()}.jar"
    if jar.is_file():
        return True
    if home.is_dir() and any(home.iterdir()):
        raise BrokerStartError(f"{home} is not empty and has no {jar.name}; name another folder or remove it")
    return False


def _fetch(home: Path) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise BrokerStartError("Apache Kafka's jars are fetched by Maven, and there is no mvn on the path")
    part = Path(tempfile.mkdtemp(prefix=f".{home.name}.", dir=home.parent))
    command = [maven, "--quiet", "--batch-mode", "--strict-checksums", "-Dstyle.color=never", "--file", str(_POM)]
    command += [_GOAL, "-DincludeScope=runtime", f"-DoutputDirectory={part}"]
    try:
        told = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_MAVEN_TIMEOUT)
        if told.returncode != 0:
            wrote = _reason(told.stdout + told.stderr)
            raise BrokerStartError(f"Maven could not fetch Apache Kafka {kafka_version()}; it wrote:\n{wrote}")
        part.chmod(0o755)
        part.replace(home)
    except subprocess.TimeoutExpired as error:
        raise BrokerStartError(f"Maven did not fetch Apache Kafka within {_MAVEN_TIMEOUT:g} s") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _reason(output: str) -> str:
    """Return the reason that Maven gives, without the general advice that follows it, nor what colours a terminal."""
    lines = re.sub(r"\x1b\[[0-9;]*m", "", output).strip().splitlines()
    return "\n".join(takewhile(lambda line: line.strip() != "[ERROR]", lines))
