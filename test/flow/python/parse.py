"""Reads what was sent to a customer's receivers with parsers of others: pycef, and Python's own for forms, JSON, dates and HMAC.

In: one JSON document, `syslog` and `leef` (what arrived over TCP), `sns` (the body of a Publish request), `webhook`
(`headers`, `body`) and the `secret` that was agreed on.
Out: one JSON document, `cef` and `leef` (a dictionary per line), `form` (the request's members), `events` (of its
Message), and `signed`: whether the webhook's signature holds as it arrived, with another body, time and secret.
"""
import datetime
import hashlib
import hmac
import json
import re
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


def read_leef(line):
    """A line of LEEF 2.0 as IBM describes it: five fields, then the delimiter's own where it is not the tab."""
    start = line.index("LEEF:2.0|")
    _, vendor, product, version, event, rest = line[start:].split("|", 5)
    named = re.match(r"(?:\^|[^\t=|]|0?x[0-9A-Fa-f]{2,4})?\|", rest)
    by = named.group()[:-1] if named else ""
    by = chr(int(by.lstrip("0")[1:], 16)) if len(by) > 1 else by or "\t"
    pairs = [pair.split("=", 1) for pair in rest[named.end() if named else 0 :].split(by)]
    return {"vendor": vendor, "product": product, "version": version, "event": event, "pairs": no_pair_twice(pairs)}


def is_signed(headers, body, secret):
    """As a receiver would: over the time and the bytes of the body, compared in constant time."""
    said = f"{headers['x-virtual-patch-timestamp']}.{body}".encode()
    mac = "v1=" + hmac.new(secret.encode(), said, hashlib.sha256).hexdigest()
    return hmac.compare_digest(mac, headers["x-virtual-patch-signature"])


given = json.load(sys.stdin)
form = dict(urllib.parse.parse_qsl(given["sns"], keep_blank_values=True, strict_parsing=True))
events = json.loads(
    form.pop("Message"), object_pairs_hook=no_pair_twice, parse_float=no_float, parse_constant=no_float
)
for event in events:
    at = datetime.datetime.strptime(event["LogDate"], "%Y-%m-%dT%H:%M:%S.%f%z")
    event["LogDate"] = round(at.timestamp() * 1000)
hook, secret = given["webhook"], given["secret"]
later = {**hook["headers"], "x-virtual-patch-timestamp": str(int(hook["headers"]["x-virtual-patch-timestamp"]) + 1)}
json.dump(
    {
        "cef": [pycef.parse(line) for line in given["syslog"].splitlines()],
        "leef": [read_leef(line) for line in given["leef"].splitlines()],
        "form": form,
        "events": events,
        "signed": [
            is_signed(hook["headers"], hook["body"], secret),
            is_signed(hook["headers"], hook["body"] + " ", secret),
            is_signed(later, hook["body"], secret),
            is_signed(hook["headers"], hook["body"], secret + "x"),
        ],
    },
    sys.stdout,
)
