"""The script that a run is compared with: csv, json and requests, ten threads, every field compared.

Arguments: the file of rows, the address of the server, threads. Prints how many rows were confirmed.
"""
import csv
import json
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import requests

NUMBERS = {"priority": int, "budget": float}
FIELDS = {
    "ID": "ID",
    "Name": "name",
    "Description": "description",
    "Status": "status",
    "priority": "priority",
    "budget": "budget",
    "Planned Start Date": "plannedStartDate",
    "Active": "isActive",
    "Region": "DE:Region",
}
local = threading.local()


def record(row):
    out = {}
    for column, field in FIELDS.items():
        value = row[column]
        if value == "":
            continue
        if column in NUMBERS:
            out[field] = NUMBERS[column](value)
        elif column == "Active":
            out[field] = value == "true"
        else:
            out[field] = value
    return out


def send(url, batch):
    if not hasattr(local, "session"):
        local.session = requests.Session()
    answer = local.session.put(
        url,
        data=json.dumps(batch, separators=(",", ":")),
        headers={"Content-Type": "application/json"},
        timeout=60,
    )
    answer.raise_for_status()
    data = answer.json()["data"]
    if len(data) != len(batch):
        raise SystemExit("records are missing")
    return sum(sent == held for sent, held in zip(batch, data))


def batches(path):
    batch = []
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            batch.append(record(row))
            if len(batch) == 100:
                yield batch
                batch = []
    if batch:
        yield batch


def main():
    path, url, threads = sys.argv[1], sys.argv[2], int(sys.argv[3])
    slots = threading.Semaphore(2 * threads)
    confirmed = 0
    lock = threading.Lock()

    def done(future):
        nonlocal confirmed
        slots.release()
        with lock:
            confirmed += future.result()

    with ThreadPoolExecutor(threads) as pool:
        for batch in batches(path):
            slots.acquire()
            pool.submit(send, url, batch).add_done_callback(done)
    print(confirmed)


main()
