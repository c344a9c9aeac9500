"""How an answer is judged: the SDK's models refuse wrong enums; types and unknown members are looked at here."""
import json

import deepsecurity

# Rights of our own, and of the API's cloud flavour, and what is counted of calls: readers pass over what their model
# does not have.
OURS = {"serviceRights", "dataCenterGatewayRights", "calls", "apiKeyID"}

PRIMITIVES = {"str": str, "int": int, "float": float, "bool": bool}


def faults(value, kind, where):
    """What of a deserialized value is not of the type that the SDK documents, in words."""
    if value is None:
        return []
    if kind.startswith("list["):
        if not isinstance(value, list):
            return ["%s is not a list" % where]
        return [f for i, item in enumerate(value[:50]) for f in faults(item, kind[5:-1], "%s[%d]" % (where, i))]
    if kind.startswith("dict("):
        return [] if isinstance(value, dict) else ["%s is not an object" % where]
    if kind in PRIMITIVES:
        wanted = PRIMITIVES[kind]
        fits = isinstance(value, wanted) and (wanted is bool or not isinstance(value, bool))
        return [] if fits else ["%s is %r, not %s" % (where, value, kind)]
    if kind == "object":
        return []
    types = getattr(value, "swagger_types", None)
    if types is None:
        return ["%s is %r, not a %s" % (where, value, kind)]
    return [f for member, inner in types.items() for f in faults(getattr(value, member), inner, "%s.%s" % (where, member))]


def unknown(raw, kind, where):
    """Members of an answer that the SDK's model does not have."""
    if kind.startswith("list["):
        return [f for item in (raw or [])[:50] for f in unknown(item, kind[5:-1], where + "[]")]
    model = getattr(deepsecurity, kind, None)
    if not isinstance(raw, dict) or model is None or not hasattr(model, "attribute_map"):
        return []
    members = {wire: model.swagger_types[name] for name, wire in model.attribute_map.items()}
    found = ["%s.%s is not in the model" % (where, name) for name in raw if name not in members and name not in OURS]
    nulls = ["%s.%s is null" % (where, name) for name, value in raw.items() if value is None]
    return found + nulls + [f for name in raw if name in members for f in unknown(raw[name], members[name], "%s.%s" % (where, name))]


def judge(client, value):
    """Raises where an answer is not what its model says."""
    if value is None:
        return value
    kind = type(value).__name__
    raw = json.loads(client.last_response.data)
    wrong = faults(value, kind, kind) + unknown(raw, kind, kind)
    if wrong:
        raise AssertionError("; ".join(wrong[:12]))
    return value
