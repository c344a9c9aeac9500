/**
 * Class types of the Suricata language with their priority, 1 being the gravest (`classification.config` of Suricata
 * and of Emerging Threats), and what a hit tells of: `attack` an attempt, `sign` what an attack leaves behind or goes
 * with, `activity` what honest clients do as well.
 */
export interface ClassType {
  readonly priority: 1 | 2 | 3 | 4;
  readonly tells: 'attack' | 'sign' | 'activity';
  readonly title: string;
}

const of = (priority: ClassType['priority'], tells: ClassType['tells'], title: string): ClassType => ({
  priority,
  tells,
  title,
});

export const classTypes: Readonly<Record<string, ClassType>> = {
  'attempted-admin': of(1, 'attack', 'Attempted administrator privilege gain'),
  'attempted-user': of(1, 'attack', 'Attempted user privilege gain'),
  'unsuccessful-user': of(1, 'attack', 'Unsuccessful user privilege gain'),
  'web-application-attack': of(1, 'attack', 'Attack on a web application'),
  'shellcode-detect': of(1, 'attack', 'Executable code in traffic'),
  'exploit-kit': of(1, 'attack', 'Exploit kit'),
  'targeted-activity': of(1, 'attack', 'Targeted malicious activity'),
  'trojan-activity': of(1, 'attack', 'Trojan'),
  'attempted-dos': of(2, 'attack', 'Attempted denial of service'),
  'denial-of-service': of(2, 'attack', 'Denial of service'),
  'successful-dos': of(2, 'sign', 'Denial of service that had effect'),
  'misc-attack': of(2, 'attack', 'Attack of another kind'),
  'rpc-portmap-decode': of(2, 'activity', 'Query of the port mapper'),
  'successful-admin': of(1, 'sign', 'Administrator privilege gained'),
  'successful-user': of(1, 'sign', 'User privilege gained'),
  'command-and-control': of(1, 'sign', 'Control of malware'),
  'domain-c2': of(1, 'sign', 'Domain that controls malware'),
  'credential-theft': of(1, 'sign', 'Theft of credentials'),
  'coin-mining': of(2, 'sign', 'Mining of crypto currency'),
  'successful-recon-limited': of(2, 'sign', 'Information leak'),
  'successful-recon-largescale': of(2, 'sign', 'Large information leak'),
  'bad-unknown': of(2, 'sign', 'Potentially bad traffic'),
  'suspicious-filename-detect': of(2, 'sign', 'Suspicious file name'),
  'system-call-detect': of(2, 'sign', 'System call in traffic'),
  'default-login-attempt': of(2, 'sign', 'Login with a default name and password'),
  'web-application-activity': of(2, 'sign', 'Access to a potentially vulnerable web application'),
  'attempted-recon': of(2, 'sign', 'Attempt to learn of the host'),
  'suspicious-login': of(2, 'activity', 'Login with a suspicious name'),
  'unusual-client-port-connection': of(2, 'activity', 'Unusual port of a client'),
  'non-standard-protocol': of(2, 'activity', 'Protocol that is not standard'),
  'external-ip-check': of(2, 'activity', 'Host asks for its outer address'),
  'pup-activity': of(2, 'activity', 'Possibly unwanted program'),
  'social-engineering': of(2, 'activity', 'Social engineering'),
  'policy-violation': of(1, 'activity', 'Against a usual policy'),
  'network-scan': of(3, 'activity', 'Network scan'),
  'protocol-command-decode': of(3, 'activity', 'Command of a protocol'),
  'string-detect': of(3, 'activity', 'Suspicious string'),
  'misc-activity': of(3, 'activity', 'Activity of another kind'),
  'icmp-event': of(3, 'activity', 'ICMP'),
  'not-suspicious': of(3, 'activity', 'Not suspicious'),
  unknown: of(3, 'activity', 'Unknown'),
  'tcp-connection': of(4, 'activity', 'TCP connection'),
};

/** A class that is not known is read as a sign of middling weight. */
export const classTypeOf = (name: string): ClassType =>
  Object.hasOwn(classTypes, name) ? (classTypes[name] as ClassType) : of(2, 'sign', 'Of no known class');
