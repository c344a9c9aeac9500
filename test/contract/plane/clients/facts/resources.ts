/** The member tables of the facts that describe a resource, and where it is served. */
export const resources: Readonly<Record<string, string>> = {
  computer: 'computers/{computerID}',
  computerGroup: 'computergroups/{computerGroupID}',
  policy: 'policies/{policyID}',
  interfaceType: 'policies/{policyID}/interfacetypes/{interfaceTypeID}',
  firewallRule: 'firewallrules/{firewallRuleID}',
  statefulConfiguration: 'statefulconfigurations/{statefulConfigurationID}',
  context: 'contexts/{contextID}',
  intrusionPreventionRule: 'intrusionpreventionrules/{intrusionPreventionRuleID}',
  applicationType: 'applicationtypes/{applicationTypeID}',
  ipList: 'iplists/{ipListID}',
  macList: 'maclists/{macListID}',
  portList: 'portlists/{portListID}',
  schedule: 'schedules/{scheduleID}',
  ScheduledTask: 'scheduledtasks/{scheduledTaskID}',
  EventBasedTask: 'eventbasedtasks/{eventBasedTaskID}',
  ReportTemplate: 'reporttemplates/{reportTemplateID}',
  administrator: 'administrators/{administratorID}',
  contact: 'contacts/{contactID}',
  role: 'roles/{roleID}',
  apiKey: 'apikeys/{apiKeyID}',
  agentVersionControlProfile: 'agentversioncontrolprofiles/{agentVersionControlProfileID}',
  agentVersionControl:
    'agentversioncontrolprofiles/{agentVersionControlProfileID}/agentversioncontrols/{agentVersionControlID}',
};

/** Members that are not answered, and why; a pattern of `resource.member`. */
export const notAnswered: readonly (readonly [pattern: RegExp, why: string])[] = [
  [/pplianceStatus|pplianceTasks|applianceFingerPrint|lastApplianceComm/, 'there are no appliances'],
  [/^computer\.(biosUUID|ESXSummary|.*MachineSummary)$/, 'hosts are not known by cloud or hypervisor'],
  [/^computer\.assetImportanceID$/, 'there are no asset values'],
  [/^computer\.lastSendPolicy(Request|Success)$/, 'hosts fetch their policy; nobody sends it'],
  [/^computer\.securityUpdates\.lastChanged$/, 'there are no versions of the rules yet'],
  [/^computerGroup\.(directory|external|virtual|cloud|amazon)\w+$/, 'groups of clouds are out of scope'],
  [/^ScheduledTask\.runNow$/, 'an order, never a state'],
  [
    /^ScheduledTask\.(discover|runScript|synchronize|scanForIntegrity|scanForMalware|updateSusp)\w+$/,
    'the task is not offered',
  ],
  [/^(administrator|contact)\.(report)?PDFPassword$|\.password$|\.reportPDFPassword$/, 'a secret'],
  [
    /^administrator\.(last|unlock|unsuccessful|directory|externalUser)\w+$|UTCOffset$/,
    'sign-in is the identity provider’s',
  ],
  [/^apiKey\.(secretKey|lastSignIn)$/, 'told once; a good call writes nothing'],
];

/** Members that are not read-only in the facts and that nevertheless nobody writes here. */
export const notWritten: readonly RegExp[] = [
  /^computer\.(computerStatus|tasks|securityUpdates|interfaces|.*Summary)$/,
  /^(computer|policy)\.(antiMalware|webReputation|activityMonitoring|integrityMonitoring|logInspection|applicationControl|SAP)$/,
  /\.moduleStatus$|\.applicationTypeIDs$/,
  /^policy\.interfaceTypes$/,
  /^intrusionPreventionRule\.(type|originalIssue|lastUpdated)$/,
  /^(ScheduledTask|EventBasedTask)\.(last|next)RunTime$/,
  /^apiKey\.(created|lastSignIn|unlockTime|unsuccessfulSignInAttempts)$/,
];
