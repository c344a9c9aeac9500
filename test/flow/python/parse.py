"""Reads what was sent to a customer's receivers with parsers of others: pycef, and Python's own for forms, JSON and dates.

In: one JSON document, `syslog` (what arrived over TCP) and `sns` (the body of a Publish request).
Out: one JSON document, `cef` (a dictionary per line), `form` (the request's members) and `events` (of its Message).
"""
import datetime
import json
import sys
import urllib.parse

import pycef


def no_float(text):
    raise ValueError("a float: " + text)


def no_pair_twice(pairs):
    names = [name for name, _ in pairs]
    if len(set(names)) != len(names):
        raise ValueError("a member twice: " + ", ".join(names))
    return dict(pairs)


given = json.load(sys.stdin)
form = dict(urllib.parse.parse_qsl(given["sns"], keep_blank_values=True, strict_parsing=True))
events = json.loads(
    form.pop("Message"), object_pairs_hook=no_pair_twice, parse_float=no_float, parse_constant=no_float
)
for event in events:
    at = datetime.datetime.strptime(event["LogDate"], "%Y-%m-%dT%H:%M:%S.%f%z")
    event["LogDate"] = round(at.timestamp() * 1000)
json.dump(
    {"cef": [pycef.parse(line) for line in given["syslog"].splitlines()], "form": form, "events": events},
    sys.stdout,
)
