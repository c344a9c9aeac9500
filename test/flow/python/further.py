"""What is not a plain collection: assignments, overrides, settings, keys, tasks of a policy or a computer."""


def assignments(family, owner):
    """Rules added, replaced and taken off, on a policy or a computer."""
    stem = "firewall_rule" if family == "firewall" else "intrusion_prevention_rule"
    what = owner.capitalize() + ("FirewallRuleAssignmentsApi" if family == "firewall"
                                 else "IntrusionPreventionRuleAssignmentsRecommendationsApi")
    rules = "firewallrules" if family == "firewall" else "intrusionpreventionrules"

    def work(walk, sdk):
        own = walk.ids[rules]
        if family == "firewall":
            other = walk.ask("FirewallRulesApi", "create_firewall_rule", sdk.FirewallRule(name="Deny rest " + owner)).id
        else:
            other = 2
        thing = fresh(walk, sdk, owner)
        ids = sdk.RuleIDs(rule_ids=[own])
        if family == "firewall":
            walk.ask(what, "add_%s_ids_to_%s" % (stem, owner), thing, ids)
        else:
            walk.ask(what, "add_%s_ids_to_%s" % (stem, owner), thing, **{stem + "_ids": ids})
        walk.ask(what, "set_%s_ids_on_%s" % (stem, owner), thing, **{stem + "_ids": sdk.RuleIDs(rule_ids=[own, other])})
        listed = walk.ask(what, "list_%s_ids_on_%s" % (stem, owner), thing, overrides=True)
        if sorted(listed.assigned_rule_ids) != sorted([own, other]):
            raise AssertionError("assigned: %r" % listed.assigned_rule_ids)
        left = walk.ask(what, "remove_%s_id_from_%s" % (stem, owner), thing, own, overrides=False)
        if left.assigned_rule_ids != [other]:
            raise AssertionError("left: %r" % left.assigned_rule_ids)
        walk.refused(404, what, "remove_%s_id_from_%s" % (stem, owner), thing, own)
        dispose(walk, owner, thing)
        if family == "firewall":
            walk.ask("FirewallRulesApi", "delete_firewall_rule", other)
    return work


def fresh(walk, sdk, owner):
    if owner == "policy":
        return walk.ask("PoliciesApi", "create_policy", sdk.Policy(name="Throw-away")).id
    return walk.ask("ComputersApi", "create_computer", sdk.Computer(host_name="throw-away.example.com")).id


def dispose(walk, owner, thing):
    if owner == "policy":
        walk.ask("PoliciesApi", "delete_policy", thing)
    else:
        walk.ask("ComputersApi", "delete_computer", thing)


def details(family, owner):
    """A rule or application type as a policy or computer has it: changed there alone, and reset."""
    names = {
        "firewall": ("FirewallRuleDetailsApi", "firewall_rule", "firewallrules", "FirewallRule",
                     dict(log_disabled=True)),
        "rules": ("IntrusionPreventionRuleDetailsApi", "intrusion_prevention_rule", None, "IntrusionPreventionRule",
                  dict(detect_only=True)),
        "types": ("IntrusionPreventionApplicationTypeDetailsApi", "intrusion_prevention_application_type", None,
                  "ApplicationType", dict(port_type="multiple", port_multiple=["8081"])),
    }[family]

    def work(walk, sdk):
        api, stem, own, model, change = names
        owner_id = walk.ids["policies" if owner == "policy" else "computers"]
        thing = walk.ids[own] if own else 1
        call = lambda verb, *rest, **more: walk.ask(owner.capitalize() + api, "%s_%s_on_%s" % (verb, stem, owner), owner_id, *rest, **more)
        before = call("describe", thing, overrides=False)
        changed = call("modify", thing, getattr(sdk, model)(**change))
        for member, value in change.items():
            if getattr(changed, member) != value:
                raise AssertionError("%s is %r" % (member, getattr(changed, member)))
        listed = walk.ask(owner.capitalize() + api, "list_%ss_on_%s" % (stem, owner), owner_id, overrides=True)
        members = [value for value in listed.to_dict().values() if value is not None]
        if [item["id"] for item in members[0]] != [thing]:
            raise AssertionError("overrides: %r" % members)
        back = call("reset", thing)
        if back.to_dict() != before.to_dict():
            raise AssertionError("the override is still there: %r" % back)
    return work


def setting(owner, name):
    def work(walk, sdk):
        call = {
            "policy": lambda verb, *rest, **more: walk.ask("PoliciesApi", verb + "_policy_setting", walk.ids["policies"], name, *rest, **more),
            "computer": lambda verb, *rest, **more: walk.ask("ComputersApi", verb + "_computer_setting", walk.ids["computers"], name, *rest, **more),
            "default": lambda verb, *rest, **more: walk.ask("PoliciesApi", verb + "_default_setting", name, *rest, **more),
            "system": lambda verb, *rest, **more: walk.ask("SystemSettingsApi", verb + "_system_setting", name, *rest, **more),
        }[owner]
        before = call("describe")
        wanted = "12" if before.value != "12" else "13"
        if call("modify", sdk.SettingValue(value=wanted)).value != wanted or call("describe").value != wanted:
            raise AssertionError("the setting is not kept")
        if call("reset").value != before.value:
            raise AssertionError("the setting is not what it was")
    return work


def all_settings(api, many, model, member):
    """The whole map: read, changed by one member, read again, put back."""
    def work(walk, sdk):
        before = getattr(walk.ask(api, "list_" + many), member).value
        wanted = "14" if before != "14" else "15"
        for value in (wanted, before):
            changed = walk.ask(api, "modify_" + many, getattr(sdk, model)(**{member: sdk.SettingValue(value=value)}))
            if getattr(changed, member).value != value or getattr(walk.ask(api, "list_" + many), member).value != value:
                raise AssertionError("%s is not kept" % member)
    return work


def interface_types(walk, sdk):
    policy = walk.ids["policies"]
    made = walk.ask("InterfaceTypesApi", "create_interface_type", policy,
                    interface_types=sdk.InterfaceType(name="Public", description="d", matches=["eth0"]))
    changed = walk.ask("InterfaceTypesApi", "modify_interface_type", policy, made.id, sdk.InterfaceType(matches=["eth1"]))
    if changed.matches != ["eth1"] or changed.name != "Public":
        raise AssertionError("changed: %r" % changed)
    walk.ask("InterfaceTypesApi", "list_interface_types", policy)
    found = walk.ask("InterfaceTypesApi", "search_interface_types", policy, search_filter=sdk.SearchFilter(
        search_criteria=[sdk.SearchCriteria(field_name="name", string_value="Public")]))
    if [item.id for item in found.interface_types] != [made.id]:
        raise AssertionError("found: %r" % found)
    walk.ask("InterfaceTypesApi", "describe_interface_type", policy, made.id)
    walk.ask("InterfaceTypesApi", "delete_interface_type", policy, made.id)
    walk.refused(404, "InterfaceTypesApi", "describe_interface_type", policy, made.id)


def computer_expansions(walk, sdk):
    computer = walk.ids["computers"]
    for option in (["none"], ["computerStatus", "tasks"], ["all"], ["intrusionPrevention", "firewall", "interfaces"]):
        expand = sdk.Expand()
        for each in option:
            expand.add(getattr(sdk.Expand, snake(each)))
        walk.ask("ComputersApi", "describe_computer", computer, expand=expand.list(), overrides=False)
        walk.ask("ComputersApi", "list_computers", expand=expand.list(), overrides=False)
    whole = walk.ask("ComputersApi", "describe_computer", computer, overrides=False)
    if whole.intrusion_prevention is None or whole.firewall is None or whole.computer_status is None:
        raise AssertionError("without expand everything is answered")


def snake(name):
    return "".join("_" + c.lower() if c.isupper() else c for c in name)


def current_key(walk, sdk):
    before = walk.ask("APIKeysApi", "describe_current_api_key")
    changed = walk.ask("APIKeysApi", "modify_current_api_key", sdk.ApiKeyCurrent(description="of the walk"))
    if changed.id != before.id or changed.description != "of the walk":
        raise AssertionError("changed: %r" % changed)


def fresh_secret(walk, sdk):
    made = walk.ask("APIKeysApi", "create_api_key", sdk.ApiKey(key_name="rotated", role_id=1))
    again = walk.ask("APIKeysApi", "replace_api_secret_key", made.id)
    if not again.secret_key or again.secret_key == made.secret_key:
        raise AssertionError("the secret is not a new one")
    other = walk.as_key(again.secret_key)
    if other.ask("APIKeysApi", "describe_current_api_key").id != made.id:
        raise AssertionError("the secret is not of this key")
    newest = other.ask("APIKeysApi", "replace_current_api_secret_key").secret_key
    other.refused(401, "APIKeysApi", "describe_current_api_key")
    walk.as_key(newest).ask("APIKeysApi", "describe_current_api_key")
    walk.ask("APIKeysApi", "delete_api_key", made.id)
    walk.as_key(newest).refused(401, "APIKeysApi", "describe_current_api_key")


def report_templates(walk, sdk):
    listed = walk.ask("ReportTemplatesApi", "list_report_templates").report_templates
    walk.ask("ReportTemplatesApi", "describe_report_template", listed[0].id)
    walk.ask("ReportTemplatesApi", "search_report_templates", search_filter=sdk.SearchFilter())


def version_profiles(walk, sdk):
    listed = walk.ask("AgentVersionControlProfilesApi", "list_agent_version_control_profiles")
    profile = listed.agent_version_control_profiles[0].id
    walk.ask("AgentVersionControlProfilesApi", "describe_agent_version_control_profile", profile)
    controls = walk.ask("AgentVersionControlsApi", "list_agent_version_controls", profile)
    walk.ask("AgentVersionControlsApi", "search_agent_version_controls", profile, search_filter=sdk.SearchFilter())
    first = controls.agent_version_controls[0]
    walk.ask("AgentVersionControlsApi", "describe_agent_version_control", profile, first.id)
    choice = sdk.AgentVersionControls(agent_version_controls=[sdk.AgentVersionControl(id=first.id, type="latest")])
    walk.ask("AgentVersionControlsApi", "modify_agent_version_controls", profile, choice)


def deployment_script(walk, sdk):
    script = walk.ask("AgentDeploymentScriptsApi", "generate_agent_deployment_script",
                      agent_deployment_script=sdk.AgentDeploymentScript(platform="linux", activation_required=True))
    if not script.script_body:
        raise AssertionError("the script has no body")


def certificates(walk, sdk):
    with open(walk.certificate) as file:
        made = walk.ask("CertificatesApi", "add_certificate", sdk.Certificate(certificate=file.read()))
    if made.id not in [item.id for item in walk.ask("CertificatesApi", "list_certificates").certificates]:
        raise AssertionError("the list does not have it")
    same = walk.ask("CertificatesApi", "describe_certificate", made.id)
    if same.to_dict() != made.to_dict():
        raise AssertionError("differs: %r" % same)
    walk.ask("CertificatesApi", "delete_certificate", made.id)
    walk.refused(404, "CertificatesApi", "describe_certificate", made.id)


def tenants(walk, sdk):
    own = walk.ask("TenantsApi", "list_tenants").tenants[0]
    walk.ask("TenantsApi", "describe_tenant", own.id)
    found = walk.ask("TenantsApi", "search_tenants", search_filter=by_id(sdk, own.id))
    if [one.guid for one in found.tenants] != [own.guid]:
        raise AssertionError("found: %r" % found)
    walk.refused(403, "TenantsApi", "create_tenant", new_tenant(sdk))
    walk.refused(403, "TenantsApi", "delete_tenant", own.id)
    as_primary(walk.as_key(walk.operator), sdk, own)


def new_tenant(sdk):
    first = sdk.Administrator(username="admin", password="Not-kept-1", email_address="admin@maple.example")
    return sdk.Tenant(name="Maple", locale="en-US", time_zone="Asia/Tokyo", administrator=first)


def by_id(sdk, tenant_id):
    return sdk.SearchFilter(search_criteria=[sdk.SearchCriteria(id_value=tenant_id, id_test="equal")])


def as_primary(primary, sdk, other):
    """The operator's key is the primary tenant: it makes tenants, suspends them, and ends them."""
    made = primary.ask("TenantsApi", "create_tenant", new_tenant(sdk), asynchronous=False)
    listed = [one.id for one in primary.ask("TenantsApi", "list_tenants").tenants]
    if made.id not in listed or other.id not in listed:
        raise AssertionError("listed: %r" % listed)
    found = primary.ask("TenantsApi", "search_tenants", search_filter=by_id(sdk, made.id))
    if [one.guid for one in found.tenants] != [made.guid]:
        raise AssertionError("found: %r" % found)
    key = primary.ask("TenantsApi", "generate_tenant_api_secret_key", made.id, sdk.ApiKey(key_name="first"))
    theirs = primary.as_key(key.secret_key)
    if [one.guid for one in theirs.ask("TenantsApi", "list_tenants").tenants] != [made.guid]:
        raise AssertionError("the new tenant sees others")
    renamed = primary.ask("TenantsApi", "modify_tenant", made.id, sdk.Tenant(name="Acer", tenant_state="suspended"))
    if (renamed.name, renamed.tenant_state) != ("Acer", "suspended"):
        raise AssertionError("modified: %r" % renamed)
    theirs.refused(403, "IPListsApi", "create_ip_list", sdk.IpList(name="none"))
    theirs.ask("IPListsApi", "list_ip_lists")
    primary.ask("TenantsApi", "modify_tenant", made.id, sdk.Tenant(tenant_state="active"))
    theirs.ask("IPListsApi", "create_ip_list", sdk.IpList(name="one"))
    primary.refused(409, "TenantsApi", "delete_tenant", other.id)
    primary.ask("TenantsApi", "delete_tenant", made.id)
    if primary.ask("TenantsApi", "describe_tenant", made.id).tenant_state != "pending-deletion":
        raise AssertionError("not pending deletion")
    theirs.refused(401, "IPListsApi", "list_ip_lists")


def usage(walk, sdk):
    listed = walk.ask("APIUsageApi", "list_api_usage_metrics").api_usage_metrics
    if not listed:
        raise AssertionError("the walk so far is not in it")
    found = walk.ask("APIUsageApi", "search_api_usage_metrics", search_filter=by_id(sdk, listed[0].id))
    if [one.id for one in found.api_usage_metrics] != [listed[0].id]:
        raise AssertionError("found: %r" % found)


def catalogue(walk, sdk):
    """The catalogue's own rules and application types, found as playbooks find them."""
    by_cve = sdk.SearchCriteria(field_name="CVE", string_value="%CVE-2021-44228%", string_test="equal")
    found = walk.ask("IntrusionPreventionRulesApi", "search_intrusion_prevention_rules",
                     search_filter=sdk.SearchFilter(search_criteria=[by_cve]))
    if 1 not in [rule.id for rule in found.intrusion_prevention_rules]:
        raise AssertionError("not found by CVE")
    walk.ask("IntrusionPreventionRulesApi", "modify_intrusion_prevention_rule", 1,
             sdk.IntrusionPreventionRule(detect_only=True))
    back = walk.ask("IntrusionPreventionRulesApi", "modify_intrusion_prevention_rule", 1,
                    sdk.IntrusionPreventionRule(detect_only=False))
    if back.detect_only:
        raise AssertionError("detect only: %r" % back)
    walk.refused(400, "IntrusionPreventionRulesApi", "modify_intrusion_prevention_rule", 1,
                 sdk.IntrusionPreventionRule(name="Mine"))
    page, seen = 0, []
    while True:
        after = sdk.SearchCriteria(id_value=page, id_test="greater-than")
        types = walk.ask("ApplicationTypesApi", "search_application_types",
                         search_filter=sdk.SearchFilter(max_items=40, search_criteria=[after])).application_types
        if not types:
            break
        seen += [one.id for one in types]
        page = types[-1].id
    if len(seen) < 100 or seen != sorted(set(seen)) or 300 not in seen:
        raise AssertionError("application types: %r" % seen)


def listing(api, operation):
    def work(walk, sdk):
        walk.ask(api, operation)
    return work


FURTHER = [
    ("the catalogue", catalogue),
    ("policies/*/firewall/assignments", assignments("firewall", "policy")),
    ("policies/*/intrusionprevention/assignments", assignments("ips", "policy")),
    ("policies/*/firewall/rules", details("firewall", "policy")),
    ("policies/*/intrusionprevention/rules", details("rules", "policy")),
    ("policies/*/intrusionprevention/applicationtypes", details("types", "policy")),
    ("policies/*/settings/*", setting("policy", "firewallSettingEngineOptionConnectionsCleanupMax")),
    ("policies/default/settings/*", setting("default", "firewallSettingEngineOptionConnectionsCleanupMax")),
    ("policies/default", all_settings("PoliciesApi", "default_settings", "DefaultPolicySettings",
                                      "firewall_setting_engine_option_connections_cleanup_max")),
    ("policies/*/interfacetypes", interface_types),
    ("computers/*/firewall/assignments", assignments("firewall", "computer")),
    ("computers/*/intrusionprevention/assignments", assignments("ips", "computer")),
    ("computers/*/firewall/rules", details("firewall", "computer")),
    ("computers/*/intrusionprevention/rules", details("rules", "computer")),
    ("computers/*/intrusionprevention/applicationtypes", details("types", "computer")),
    ("computers/*/settings/*", setting("computer", "firewallSettingEngineOptionConnectionsCleanupMax")),
    ("computers/*", computer_expansions),
    ("systemsettings/*", setting("system", "platformSettingUserPasswordLengthMin")),
    ("systemsettings", all_settings("SystemSettingsApi", "system_settings", "SystemSettings",
                                    "platform_setting_user_password_length_min")),
    ("apikeys/current", current_key),
    ("apikeys/*/secretkey", fresh_secret),
    ("reporttemplates", report_templates),
    ("agentversioncontrolprofiles", version_profiles),
    ("agentdeploymentscripts", deployment_script),
    ("certificates", certificates),
    ("scripts", listing("ScriptsApi", "list_scripts")),
    ("apiusagemetrics", usage),
    ("tenants", tenants),
]
