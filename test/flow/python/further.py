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


def default_policy(walk, sdk):
    walk.ask("PoliciesApi", "list_default_settings")


def system_settings(walk, sdk):
    walk.ask("SystemSettingsApi", "list_system_settings")


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
    walk.ask("APIKeysApi", "delete_api_key", made.id)


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


def deployment_script(walk, sdk):
    script = walk.ask("AgentDeploymentScriptsApi", "generate_agent_deployment_script",
                      agent_deployment_script=sdk.AgentDeploymentScript(platform="linux", activation_required=True))
    if not script.script_body:
        raise AssertionError("the script has no body")


def listing(api, operation):
    def work(walk, sdk):
        walk.ask(api, operation)
    return work


FURTHER = [
    ("policies/*/firewall/assignments", assignments("firewall", "policy")),
    ("policies/*/intrusionprevention/assignments", assignments("ips", "policy")),
    ("policies/*/firewall/rules", details("firewall", "policy")),
    ("policies/*/intrusionprevention/rules", details("rules", "policy")),
    ("policies/*/intrusionprevention/applicationtypes", details("types", "policy")),
    ("policies/*/settings/*", setting("policy", "firewallSettingEngineOptionConnectionsCleanupMax")),
    ("policies/default/settings/*", setting("default", "firewallSettingEngineOptionConnectionsCleanupMax")),
    ("policies/default", default_policy),
    ("policies/*/interfacetypes", interface_types),
    ("computers/*/firewall/assignments", assignments("firewall", "computer")),
    ("computers/*/intrusionprevention/assignments", assignments("ips", "computer")),
    ("computers/*/firewall/rules", details("firewall", "computer")),
    ("computers/*/intrusionprevention/rules", details("rules", "computer")),
    ("computers/*/intrusionprevention/applicationtypes", details("types", "computer")),
    ("computers/*/settings/*", setting("computer", "firewallSettingEngineOptionConnectionsCleanupMax")),
    ("computers/*", computer_expansions),
    ("systemsettings/*", setting("system", "platformSettingUserPasswordLengthMin")),
    ("systemsettings", system_settings),
    ("apikeys/current", current_key),
    ("apikeys/*/secretkey", fresh_secret),
    ("reporttemplates", report_templates),
    ("agentversioncontrolprofiles", version_profiles),
    ("agentdeploymentscripts", deployment_script),
    ("certificates", listing("CertificatesApi", "list_certificates")),
    ("scripts", listing("ScriptsApi", "list_scripts")),
    ("apiusagemetrics", listing("APIUsageApi", "list_api_usage_metrics")),
    ("tenants", listing("TenantsApi", "list_tenants")),
]
