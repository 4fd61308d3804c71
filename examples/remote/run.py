"""Make a synthetic table on a SynData server: python run.py customers.csv synthetic.csv

Needs `requests` only. SYNDATA_SERVER is the server's address, SYNDATA_KEY a key for it.
"""

import hashlib
import os
import sys
import time
from urllib.parse import quote

import requests

server = os.environ["SYNDATA_SERVER"].rstrip("/")
session = requests.Session()
session.headers["Authorization"] = "Bearer " + os.environ["SYNDATA_KEY"]


def asked(method, path, **more):
    """Sends a request and says what the server says when it refuses."""
    answer = session.request(method, server + path, timeout=600, **more)
    if not answer.ok:
        sys.exit(f"{answer.status_code}: {answer.text}")
    return answer


def main(source, target):
    with open(source, "rb") as table:
        digest = hashlib.file_digest(table, "sha256").hexdigest() if hasattr(hashlib, "file_digest") else None
        table.seek(0)
        headers = {"X-Filename": quote(os.path.basename(source)), "Content-Type": "application/octet-stream"}
        if digest is not None:
            headers["X-Sha256"] = digest
        upload = asked("POST", "/v1/uploads", data=table, headers=headers).json()

    # the same key asks once, however often this is sent
    key = {"Idempotency-Key": f"run {upload['id']}"}
    job = asked("POST", "/v1/jobs", json={"kind": "run", "upload": upload["id"]}, headers=key).json()
    while job["state"] not in ("succeeded", "failed", "cancelled"):
        time.sleep(1)
        job = asked("GET", f"/v1/jobs/{job['id']}").json()
        print(job["state"], job["stage"] or "", f"{100 * (job['fraction'] or 0):.0f} %", file=sys.stderr)
    if job["state"] != "succeeded":
        sys.exit(f"{job['state']}: {(job['reason'] or {}).get('message', '')}")

    with asked("GET", f"/v1/jobs/{job['id']}/outputs/table", stream=True) as answer, open(target, "wb") as out:
        for chunk in answer.iter_content(1 << 20):
            out.write(chunk)
    print(target)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
