import type { ApplicationType } from '../../ips/catalogue/rule.ts';

/** Products over HTTP, by words in the rule's name and metadata; the first that fits. Everything else: type 1. */
export const productTypes: readonly { readonly named: RegExp; readonly typeID: number }[] = [
  { named: /\bwebsphere\b/i, typeID: 7 },
  { named: /\bweblogic\b/i, typeID: 6 },
  { named: /\b(?:ofbiz|struts2?|tomcat|jboss|wildfly|jenkins|teamcity)\b/i, typeID: 3 },
  { named: /\b(?:confluence|atlassian|jira|bitbucket|openfire|spring4shell|spring|java)\b/i, typeID: 3 },
  { named: /\b(?:log4j|coldfusion|liferay|solr|nexus|zimbra|geoserver|activemq)\b/i, typeID: 3 },
  { named: /\b(?:exchange|sharepoint|asp\.net|iis|proxyshell|proxylogon|telerik|qlik)\b/i, typeID: 5 },
  { named: /\.aspx?\b/i, typeID: 5 },
  { named: /\b(?:wordpress|wp-\w+|drupal|joomla|magento|phpmyadmin|phpbb|laravel|mambo)\b/i, typeID: 2 },
  { named: /\b(?:php|php-fpm|typo3|moodle|prestashop|vbulletin|sugarcrm|roundcube)\b|\.php\b/i, typeID: 2 },
  {
    named: /\b(?:django|flask|ruby|rails|node\.?js|python|perl|gitlab|werkzeug|express)\b|\.(?:cgi|pl)\b/i,
    typeID: 4,
  },
];

type ByDirection = Readonly<Record<ApplicationType['direction'], number | undefined>>;

/** Protocols that the language names without ports. */
export const protocolTypes: Readonly<Record<string, ByDirection>> = {
  dns: { incoming: 300, outgoing: 501 },
  ftp: { incoming: 200, outgoing: 502 },
  'ftp-data': { incoming: 200, outgoing: 502 },
  smtp: { incoming: 150, outgoing: 503 },
  pop3: { incoming: 151, outgoing: 503 },
  imap: { incoming: 152, outgoing: 503 },
  smb: { incoming: 202, outgoing: 504 },
  nfs: { incoming: 204, outgoing: 505 },
  ssh: { incoming: 250, outgoing: 506 },
  rdp: { incoming: 253, outgoing: 507 },
  snmp: { incoming: 311, outgoing: undefined },
  tftp: { incoming: 201, outgoing: undefined },
  ntp: { incoming: 306, outgoing: 514 },
  dhcp: { incoming: 304, outgoing: undefined },
  krb5: { incoming: 308, outgoing: undefined },
  sip: { incoming: 430, outgoing: undefined },
  mqtt: { incoming: 402, outgoing: undefined },
  modbus: { incoming: 440, outgoing: undefined },
  dnp3: { incoming: 441, outgoing: undefined },
  enip: { incoming: 443, outgoing: undefined },
  ike: { incoming: 260, outgoing: undefined },
  icmp: { incoming: 327, outgoing: undefined },
};
