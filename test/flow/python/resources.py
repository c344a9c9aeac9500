"""Every resource with the six usual operations: how to make one, what to change of it, what to find it by.

`make` and `change` are keyword arguments of the SDK's model; a text beginning with $ names the id of something made
before. `found` is a member to search by.
"""
import deepsecurity as sdk

HOURS = [i % 24 >= 9 and i % 24 < 18 for i in range(168)]
DAILY = dict(time_zone="Asia/Tokyo", recurrence_type="daily")


def daily():
    return sdk.ScheduleDetails(
        daily_schedule_parameters=sdk.DailyScheduleParameters(start_time=1700000000000, frequency_type="everyday"), **DAILY
    )


def row(path, api, model, one, many, make, change, found="name", id_name=None, arg=None, keeps=False, also=()):
    return dict(path=path, api=api, model=model, one=one, many=many, make=make, change=change, found=found,
                id_name=id_name or one + "_id", arg=arg, keeps=keeps, also=also)


RESOURCES = [
    row("iplists", "IPListsApi", "IpList", "ip_list", "ip_lists",
        lambda ids: dict(name="Office", items=["192.0.2.1", "10.0.0.0/8", "10.1.0.1-10.1.0.9", "2001:db8::/32"]),
        dict(description="changed"), keeps=True),
    row("maclists", "MACListsApi", "MacList", "mac_list", "mac_lists",
        lambda ids: dict(name="Printers", items=["00:11:22:33:44:55"]), dict(items=["00:11:22:33:44:66"])),
    row("portlists", "PortListsApi", "PortList", "port_list", "port_lists",
        lambda ids: dict(name="Web", items=["80", "8000-8010"]), dict(items=["80"]), keeps=True),
    row("schedules", "SchedulesApi", "Schedule", "schedule", "schedules",
        lambda ids: dict(name="Office hours", hours_of_week=HOURS), dict(description="changed"), keeps=True),
    row("contexts", "ContextsApi", "Context", "context", "contexts",
        lambda ids: dict(name="Roaming", remote_connections_enabled=True), dict(description="changed"), keeps=True),
    row("statefulconfigurations", "StatefulConfigurationsApi", "StatefulConfiguration", "stateful_configuration",
        "stateful_configurations", lambda ids: dict(name="Strict", deny_fragmented_packets_enabled=True),
        dict(max_incoming_connections=100), arg="stateful_configurations"),
    row("firewallrules", "FirewallRulesApi", "FirewallRule", "firewall_rule", "firewall_rules",
        lambda ids: dict(name="Allow office", action="allow", direction="incoming", protocol="tcp", priority="0",
                         source_ip_type="ip-list", source_ip_list_id=ids["iplists"],
                         destination_port_type="port-list", destination_port_list_id=ids["portlists"],
                         any_flags=False, tcpflags=["syn"], schedule_id=ids.get("schedules"),
                         context_id=ids.get("contexts")),
        dict(action="log-only", priority="4", source_ip_type="any", source_ip_list_id=0, schedule_id=0),
        keeps=True),
    row("applicationtypes", "ApplicationTypesApi", "ApplicationType", "application_type", "application_types",
        lambda ids: dict(name="Our daemon", direction="incoming", protocol="tcp-udp", port_type="multiple",
                         port_multiple=["7777", "7780-7790"]),
        dict(port_type="port-list", port_list_id="$portlists"), keeps=True),
    row("intrusionpreventionrules", "IntrusionPreventionRulesApi", "IntrusionPreventionRule",
        "intrusion_prevention_rule", "intrusion_prevention_rules",
        lambda ids: dict(name="Our signature", application_type_id=ids["applicationtypes"], template="start-end-patterns",
                         start="<evil", patterns=["one", "two"], end=">", condition="any", case_sensitive=False,
                         priority="high", severity="critical", cve=["CVE-2026-12345"]),
        dict(detect_only=True, action="log-only"), keeps=True),
    row("computergroups", "ComputerGroupsApi", "ComputerGroup", "computer_group", "computer_groups",
        lambda ids: dict(name="Tokyo", description="east"), dict(name="Osaka"), arg="computer_group", keeps=True),
    row("policies", "PoliciesApi", "Policy", "policy", "policies",
        lambda ids: dict(name="Web servers",
                         firewall=sdk.FirewallPolicyExtension(state="on", rule_ids=[ids["firewallrules"]]),
                         intrusion_prevention=sdk.IntrusionPreventionPolicyExtension(
                             state="detect", rule_ids=[1, ids["intrusionpreventionrules"]])),
        dict(description="changed", auto_requires_update="on"), keeps=True),
    row("computers", "ComputersApi", "Computer", "computer", "computers",
        lambda ids: dict(host_name="web-1.example.com", policy_id=ids["policies"], group_id=ids.get("computergroups")),
        dict(display_name="Web one"), found="host_name", keeps=True),
    row("roles", "AdministratorRolesApi", "Role", "administrator_role", "administrator_roles",
        lambda ids: dict(name="Readers", all_computers=True, all_policies=True, allow_web_service=True,
                         rights=sdk.Rights(platform_rights=sdk.PlatformRights(
                             policy_rights=sdk.PolicyRights(can_view_other_policies=True)))),
        dict(description="changed"), id_name="role_id", arg="administratorrole", keeps=True),
    row("administrators", "AdministratorsApi", "Administrator", "administrator", "administrators",
        lambda ids: dict(username="hanako", password="Correct horse 9!", full_name="Hanako", role_id=ids["roles"],
                         email_address="hanako@example.com", time_zone="Asia/Tokyo", locale="ja-JP"),
        dict(description="changed"), found="username", keeps=True),
    row("contacts", "ContactsApi", "Contact", "contact", "contacts",
        lambda ids: dict(name="Ops", email_address="ops@example.com", role_id=ids["roles"]), dict(locale="ja-JP"),
        keeps=True),
    row("apikeys", "APIKeysApi", "ApiKey", "api_key", "api_keys",
        lambda ids: dict(key_name="build", role_id=1, locale="en-US", time_zone="Asia/Tokyo"),
        dict(description="changed", active=False), found="key_name"),
    row("scheduledtasks", "ScheduledTasksApi", "ScheduledTask", "scheduled_task", "scheduled_tasks",
        lambda ids: dict(name="Nightly scan", type="scan-for-recommendations", schedule_details=daily(), enabled=True,
                         scan_for_recommendations_task_parameters=sdk.ScanForRecommendationsTaskParameters(
                             computer_filter=sdk.ComputerFilter(type="all-computers"))),
        dict(enabled=False)),
    row("eventbasedtasks", "EventBasedTasksApi", "EventBasedTask", "event_based_task", "event_based_tasks",
        lambda ids: dict(name="New hosts", type="agent-initiated-activation", enabled=True,
                         actions=[sdk.EventBasedTaskAction(type="assign-policy", parameter_value=ids["policies"])],
                         conditions=[sdk.EventBasedTaskCondition(field="hostname", value="web-.*")]),
        dict(enabled=False)),
]
