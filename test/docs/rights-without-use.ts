/**
 * Rights that are stored and answered, since existing clients send whole trees, and that nothing here asks for: by the
 * beginning of their path, and why. A test compares this with the route table.
 */
export const withoutUse: Readonly<Record<string, string>> = {
  'platformRights.computerRights.canImportComputers': 'computers are not imported from files',
  'platformRights.computerRights.canManageCloudAccounts': 'no cloud connectors',
  'platformRights.computerRights.canManageDirectories': 'no directories',
  'platformRights.computerRights.canManageVCenters': 'no vCenters',
  'platformRights.computerRights.canTagComputers': 'events and computers are not tagged',
  'platformRights.taggingRights.': 'events and computers are not tagged',
  'platformRights.dataCenterGatewayRights.': 'no data centre gateways',
  'platformRights.diagnosticRights.': 'no diagnostic packages over the API',
  'platformRights.assetValueRights.': 'computers have no asset values',
  'platformRights.licenseRights.': 'licences are orders: `serviceRights.orderRights`',
  'platformRights.multiTenantRights.canCreateTenants':
    'tenants are the operator’s; a tenant’s key is refused',
  'platformRights.multiTenantRights.canDeleteTenants':
    'tenants are the operator’s; a tenant’s key is refused',
  'platformRights.multiTenantRights.canEditTenantModules': 'modules follow what is ordered',
  'platformRights.multiTenantRights.canEditTenantAccountDetails': 'as `canEditTenantGeneralProperties` here',
  'platformRights.multiTenantRights.canEditTenantFeatures': 'there are no features to switch',
  'platformRights.multiTenantRights.canEditTenantSettings': 'a tenant’s settings are its own system settings',
  'platformRights.multiTenantRights.canCreateAndEditTenantDatabaseServers': 'no database servers',
  'platformRights.multiTenantRights.canDeleteTenantDatabaseServers': 'no database servers',
  'platformRights.multiTenantRights.canSignInAsTenant': 'nobody signs in as another tenant',
  'platformRights.policyRights.canImportPolicies': 'policies are not imported from files',
  'platformRights.proxyRights.': 'proxies are set on the agents',
  'platformRights.relayGroupRights.': 'no relay groups yet',
  'platformRights.scanCacheRights.': 'a setting of anti-malware',
  'platformRights.expertSettingRights.': 'expert settings are not told apart: `settingRights`',
  'platformRights.syslogConfigurationRights.': 'no syslog configurations yet',
  'platformRights.systemInformationRights.canManageExtensions': 'no extensions',
  'platformRights.systemInformationRights.canManageNodes': 'a serverless plane has no nodes',
  'platformRights.updateRights.': 'rules and agent packages are the operator’s to import',
  'platformRights.samlidentityProviderRights.': 'sign-in is set up at the identity provider',
};

/** Rights that are asked for beside those of the route table, where the object decides, and by what. */
export const askedInside: Readonly<Record<string, string>> = {
  'platformRights.computerRights.canViewNotRelatedToComputers':
    'system events and alerts that concern no computer',
  'platformRights.alertRights.canDismissGlobalAlerts': 'dismissing alerts that concern no computer',
  'platformRights.scheduledTaskRights.canExecuteScheduledTasks': '`runNow` of a scheduled task',
};
