"""Walks the management API with the published SDK as any customer's script would; one JSON line per step."""
import json
import sys
import traceback
import warnings

import deepsecurity as sdk
from deepsecurity.rest import ApiException

from further import FURTHER
from resources import RESOURCES
from strict import judge

VERSION = "v1"


class Walk(object):
    def __init__(self, url, key, certificate, operator=None):
        self.operator = operator
        self.url = url
        self.certificate = certificate
        configuration = sdk.Configuration()
        configuration.host = url
        configuration.api_key = {"api-secret-key": key}
        self.client = sdk.ApiClient(configuration)
        self.ids = {}

    def as_key(self, key):
        """The same with another key."""
        return Walk(self.url, key, self.certificate, self.operator)

    def api(self, name):
        return getattr(sdk, name)(self.client)

    def ask(self, api, operation, *arguments, **options):
        """Calls an operation and judges its answer."""
        return judge(self.client, getattr(self.api(api), operation)(*(arguments + (VERSION,)), **options))

    def refused(self, status, api, operation, *arguments, **options):
        """The operation must be refused with this status and a message."""
        try:
            getattr(self.api(api), operation)(*(arguments + (VERSION,)), **options)
        except ApiException as refusal:
            message = json.loads(refusal.body).get("message")
            if refusal.status != status or not message:
                raise AssertionError("%s answers %s %s" % (operation, refusal.status, refusal.body))
            return message
        raise AssertionError("%s was not refused" % operation)


def same(one, other, but=()):
    """Two answers about one thing agree, member by member."""
    a, b = one.to_dict(), other.to_dict()
    differing = [m for m in a if m not in but and a[m] != b[m]]
    if differing:
        raise AssertionError("differs: " + ", ".join("%s %r %r" % (m, a[m], b[m]) for m in differing[:5]))


def collection(walk, it):
    def model(members):
        named = {m: walk.ids[v[1:]] if isinstance(v, str) and v.startswith("$") else v for m, v in members.items()}
        return getattr(sdk, it["model"])(**named)

    def create(members):
        if it["arg"] == "computer_group":
            return walk.ask(it["api"], "create_computer_group", model(members))
        return walk.ask(it["api"], "create_" + it["one"], model(members))

    api, many = it["api"], it["many"]
    made = create(it["make"](walk.ids))
    changing = ("last_updated", "secret_key", "password", "report_pdf_password", "last_sign_in")
    same(made, walk.ask(api, "describe_" + it["one"], made.id), changing)
    listed = getattr(walk.ask(api, "list_" + many), many if hasattr_many(api, many) else it["path"])
    if made.id not in [item.id for item in listed]:
        raise AssertionError("the list does not have it")
    if api in ("PortListsApi", "ComputerGroupsApi"):
        changed = walk.ask(api, "modify_" + it["one"], made.id, **{it["one"]: model(it["change"])})
    else:
        changed = walk.ask(api, "modify_" + it["one"], made.id, model(it["change"]))
    again = walk.ask(api, "describe_" + it["one"], made.id)
    same(changed, again, changing)
    for member, value in it["change"].items():
        if member not in ("password",) and value != 0:
            wanted = walk.ids[value[1:]] if isinstance(value, str) and value.startswith("$") else value
            if getattr(again, member) != wanted:
                raise AssertionError("%s is %r, not %r" % (member, getattr(again, member), wanted))
    search(walk, it, again)
    if it["keeps"]:
        walk.ids[it["path"]] = made.id
    else:
        remove(walk, it, made.id)


def hasattr_many(api, many):
    return many not in ("administrator_roles",)


def search(walk, it, item):
    wire = type(item).attribute_map[it["found"]]
    by_value = sdk.SearchCriteria(field_name=wire, string_test="equal", string_value=getattr(item, it["found"]))
    by_part = sdk.SearchCriteria(field_name=wire, string_value=getattr(item, it["found"])[:3] + "%", string_wildcards=True)
    by_id = sdk.SearchCriteria(id_value=item.id, id_test="equal")
    after = sdk.SearchCriteria(id_value=item.id, id_test="greater-than")
    for criterion, expected in ((by_value, True), (by_part, True), (by_id, True), (after, False)):
        filter_ = sdk.SearchFilter(max_items=5000, search_criteria=[criterion])
        answer = walk.ask(it["api"], "search_" + it["many"], search_filter=filter_)
        found = getattr(answer, it["many"] if hasattr_many(it["api"], it["many"]) else it["path"])
        if (item.id in [one.id for one in found]) != expected:
            raise AssertionError("search by %r" % criterion.to_dict())
    bad = sdk.SearchFilter(search_criteria=[sdk.SearchCriteria(field_name="colour", string_value="red")])
    message = walk.refused(400, it["api"], "search_" + it["many"], search_filter=bad)
    if "colour" not in message:
        raise AssertionError("the refusal does not name the field: " + message)


def remove(walk, it, item_id):
    walk.ask(it["api"], "delete_" + it["one"], item_id)
    walk.refused(404, it["api"], "describe_" + it["one"], item_id)


def attempt(name, step, work):
    try:
        work()
        print(json.dumps({"resource": name, "step": step, "ok": True}))
    except ApiException as refusal:
        print(json.dumps({"resource": name, "step": step, "ok": False, "why": "%s %s" % (refusal.status, refusal.body)}))
    except Exception as error:
        last = traceback.extract_tb(sys.exc_info()[2])[-1]
        why = "%s: %s (%s:%d)" % (type(error).__name__, error, last.filename.rsplit("/", 1)[-1], last.lineno)
        print(json.dumps({"resource": name, "step": step, "ok": False, "why": why}))
    sys.stdout.flush()


def main(url, key, certificate, operator):
    warnings.simplefilter("ignore")
    walk = Walk(url, key, certificate, operator)
    for it in RESOURCES:
        attempt(it["path"], "walk", lambda: collection(walk, it))
    for name, work in FURTHER:
        attempt(name, "walk", lambda: work(walk, sdk))
    for it in reversed(RESOURCES):
        if it["keeps"]:
            attempt(it["path"], "remove", lambda: remove(walk, it, walk.ids[it["path"]]))


if __name__ == "__main__":
    main(*sys.argv[1:])
