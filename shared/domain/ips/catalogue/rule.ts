/** A vendor rule: global, versioned, immutable. Tenants hold only assignments and overrides. */
export interface CatalogueRule {
  /** Global id, stable across versions, below the first id that a tenant's own rule can have (10,000,001). */
  readonly ID: number;
  /** The rule's public number, as text. */
  readonly identifier: string;
  readonly name: string;
  readonly description: string;
  readonly applicationTypeID: number;
  readonly priority: 'lowest' | 'low' | 'normal' | 'high' | 'highest';
  readonly severity: 'low' | 'medium' | 'high' | 'critical';
  readonly type: 'exploit' | 'vulnerability' | 'smart';
  readonly CVE: readonly string[];
  /** As text, as on the wire. */
  readonly CVSSScore: string;
  /** Epoch ms. */
  readonly originalIssue: number;
  readonly lastUpdated: number;
  /** Suricata-language texts; any of them hitting is the rule hitting. */
  readonly signatures: readonly string[];
  /** What prevention does to the connection. */
  readonly action: 'drop' | 'reset';
  /** Some rules only ever detect (IPS-2). */
  readonly detectOnly: boolean;
  /** Rules that are assigned together with this one. */
  readonly dependsOnRuleIDs?: readonly number[];
}

/** Where the traffic of a kind of application is found. Direction is that of a session's first packet. */
export interface ApplicationType {
  readonly ID: number;
  readonly name: string;
  readonly description: string;
  readonly direction: 'incoming' | 'outgoing';
  readonly protocol: 'icmp' | 'tcp' | 'udp' | 'tcp-udp';
  /** Single ports and ranges `8000-8010`; empty: any. */
  readonly ports: readonly string[];
}
