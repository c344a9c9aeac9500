/**
 * The rights tree of a role, with the management API's own spellings (`apikeyRights`, `iplistRights`).
 * Source: domain/api.md "Rights tree inside role.rights"; only the modules this service offers, plus our own
 * branch `serviceRights`, which the API it is compatible with does not have.
 */
export const rightsTree = {
  platformRights: {
    administratorRights: [
      'canCreateNewAdministrators',
      'canDeleteAdministrators',
      'canEditAdministratorProperties',
      'canViewAdministrators',
    ],
    administratorRoleRights: [
      'canCreateNewAdministratorRoles',
      'canDeleteAdministratorRoles',
      'canEditAdministratorRoleProperties',
      'canViewAdministratorRoles',
    ],
    agentVersionControlRights: ['canEditAgentVersionControls'],
    alertConfigurationRights: ['canEditAlertConfigurations'],
    alertRights: ['canDismissGlobalAlerts'],
    certificateRights: ['canCreateNewCertificates', 'canDeleteCertificates'],
    computerRights: [
      'canAddAndRemoveComputerGroups',
      'canCreateNewComputers',
      'canDeleteComputers',
      'canDismissAlerts',
      'canEditComputerProperties',
      'canImportComputers',
      'canManageCloudAccounts',
      'canManageDirectories',
      'canManageVCenters',
      'canTagComputers',
      'canViewNotRelatedToComputers',
      'canViewOtherComputers',
    ],
    contactRights: [
      'canCreateNewContacts',
      'canDeleteContacts',
      'canEditContactProperties',
      'canViewContacts',
    ],
    dataCenterGatewayRights: [
      'canCreateNewDataCenterGateways',
      'canViewDataCenterGateways',
      'canEditDataCenterGateways',
      'canDeleteDataCenterGateways',
    ],
    diagnosticRights: ['canCreateDiagnosticPackages'],
    assetValueRights: ['canCreateNewAssetValues', 'canDeleteAssetValues', 'canEditAssetValueProperties'],
    licenseRights: ['canChangeLicense', 'canViewLicense'],
    multiTenantRights: [
      'canCreateTenants',
      'canDeleteTenants',
      'canEditTenantGeneralProperties',
      'canEditTenantModules',
      'canEditTenantAccountDetails',
      'canEditTenantFeatures',
      'canEditTenantSettings',
      'canCreateAndEditTenantDatabaseServers',
      'canDeleteTenantDatabaseServers',
      'canManageTenantAPIKeys',
      'canSignInAsTenant',
      'canViewTenants',
    ],
    policyRights: [
      'canCreateNewPolicies',
      'canDeletePolicies',
      'canEditPolicyProperties',
      'canImportPolicies',
      'canViewOtherPolicies',
    ],
    portListRights: ['canCreateNewPortLists', 'canDeletePortLists', 'canEditPortListProperties'],
    proxyRights: ['canCreateNewProxies', 'canDeleteProxies', 'canEditProxyProperties'],
    relayGroupRights: ['canCreateNewRelayGroups', 'canDeleteRelayGroups', 'canEditRelayGroupProperties'],
    scanCacheRights: ['canManageScanCache'],
    scheduledTaskRights: [
      'canCreateNewScheduledTasks',
      'canDeleteScheduledTasks',
      'canEditScheduledTaskProperties',
      'canExecuteScheduledTasks',
      'canViewScheduledTasks',
    ],
    scheduleRights: ['canCreateNewSchedules', 'canDeleteSchedules', 'canEditScheduleProperties'],
    settingRights: ['canEditSettings', 'canViewSettings'],
    expertSettingRights: ['canEditExpertSettings', 'canViewExpertSettings'],
    syslogConfigurationRights: [
      'canCreateNewSyslogConfigurations',
      'canDeleteSyslogConfigurations',
      'canEditSyslogConfigurationProperties',
    ],
    systemInformationRights: ['canManageExtensions', 'canManageNodes', 'canViewSystemInformation'],
    taggingRights: [
      'canDeleteAutoTagRules',
      'canUpdateAutoTagRules',
      'canRunAutoTagRules',
      'canDeleteTags',
      'canTag',
    ],
    updateRights: [
      'canImportSoftware',
      'canDeleteSoftware',
      'canEditSoftwareProperties',
      'canImportRuleUpdates',
      'canDeleteRuleUpdates',
      'canViewRuleUpdates',
    ],
    apikeyRights: ['canCreateNewApiKeys', 'canDeleteApiKeys', 'canEditApiKeyProperties', 'canViewApiKeys'],
    iplistRights: ['canCreateNewIPLists', 'canDeleteIPLists', 'canEditIPListProperties'],
    samlidentityProviderRights: [
      'canCreateNewSAMLIdentityProviders',
      'canDeleteSAMLIdentityProviders',
      'canEditSAMLIdentityProviders',
      'canViewSAMLIdentityProviders',
    ],
  },
  firewallRights: {
    contextRights: ['canCreateNewContexts', 'canDeleteContexts', 'canEditContextProperties'],
    firewallRuleRights: [
      'canCreateNewFirewallRules',
      'canDeleteFirewallRules',
      'canEditFirewallRuleProperties',
    ],
    statefulConfigurationRights: [
      'canCreateNewStatefulConfigurations',
      'canDeleteStatefulConfigurations',
      'canEditStatefulConfigurationProperties',
    ],
    macListRights: ['canCreateNewMACLists', 'canDeleteMACLists', 'canEditMACListProperties'],
  },
  intrusionPreventionRights: {
    applicationTypeRights: [
      'canCreateNewApplicationTypes',
      'canDeleteApplicationTypes',
      'canEditApplicationTypeProperties',
    ],
    intrusionPreventionRuleRights: [
      'canCreateNewIntrusionPreventionRules',
      'canDeleteIntrusionPreventionRules',
      'canEditIntrusionPreventionRuleProperties',
    ],
  },
  serviceRights: {
    orderRights: ['canPlaceOrders', 'canViewOrders'],
    eventRights: ['canViewEvents'],
    trailRights: ['canViewTrail'],
    activationTokenRights: ['canManageActivationTokens'],
  },
} as const;

type Tree = typeof rightsTree;
type Area = keyof Tree;
type RightOf<A extends Area> = {
  [G in keyof Tree[A] & string]: Tree[A][G] extends readonly (infer L extends string)[]
    ? `${A}.${G}.${L}`
    : never;
}[keyof Tree[A] & string];

/** A right as a dotted path, e.g. `platformRights.policyRights.canEditPolicyProperties`. */
export type Right = { [A in Area]: RightOf<A> }[Area];

/** Every right there is, in the order of the tree. */
export const allRights: readonly Right[] = Object.entries(rightsTree).flatMap(([area, groups]) =>
  Object.entries(groups).flatMap(([group, leaves]) =>
    (leaves as readonly string[]).map((leaf) => `${area}.${group}.${leaf}` as Right),
  ),
);
