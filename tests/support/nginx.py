"""A real nginx on a free port, as it comes but for what a test says of the places it serves."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.support.programs import installed
from tests.support.quiet import PATIENCE, address, listener

_CONFIGURATION = """
daemon off; {user} pid {folder}/pid;
events {{ }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port};
    {places}
  }}
}}
"""


@contextlib.contextmanager
def nginx(folder: Path, places: str) -> Iterator[str]:
    """Run it while the context lasts; yields its address, which ends in no slash."""
    path = installed("nginx", "apt install nginx-light")
    with listener() as bound:
        port = bound.getsockname()[1]
        user = "user root;" if os.geteuid() == 0 else ""  # whose folder nobody else may enter
        (folder / "nginx.conf").write_text(_CONFIGURATION.format(user=user, folder=folder, port=port, places=places))
        running = subprocess.Popen(
            [path, "-e", "stderr", "-p", folder, "-c", "nginx.conf"],
            env={**os.environ, "NGINX": f"{bound.fileno()};"},  # it takes over what listens already
            pass_fds=[bound.fileno()],
            stderr=subprocess.PIPE,
        )
        try:
            yield address(bound)
        finally:
            running.terminate()
            said = running.communicate(timeout=PATIENCE)[1].decode()
    assert "[emerg]" not in said and "[error]" not in said, said
