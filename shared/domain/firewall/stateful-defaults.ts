/** The stateful configuration that every tenant begins with; clients expect it under id 1 (domain/api.md section 7). */
export const statefulInspection = {
  ID: 1,
  name: 'Enable Stateful Inspection',
  description: 'Follows TCP, UDP and ICMP connections.',
  denyFragmentedPacketsEnabled: false,
  denyPacketsContainingCwrOrEceEnabled: false,
  tcpstatefulInspectionEnabled: true,
  tcpstatefulLoggingEnabled: false,
  udpstatefulInspectionEnabled: true,
  udpstatefulLoggingEnabled: false,
  icmpstatefulInspectionEnabled: true,
  icmpstatefulLoggingEnabled: false,
} as const;
