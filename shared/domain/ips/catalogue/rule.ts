/**
 * A rule as hosts and views need it. Those of the catalogue are global, versioned, immutable: tenants hold only
 * assignments and settings. A tenant's own rule (`custom`) comes from what the tenant wrote.
 */
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
  readonly type: 'exploit' | 'vulnerability' | 'smart' | 'custom';
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
  /** It only detects until a tenant says otherwise: its default, not its nature. */
  readonly startsInDetect?: boolean;
  /** As the tenant set it. */
  readonly alwaysIncludePacketData?: boolean;
  /** The version of the catalogue that brought it; absent: it was there from the beginning. */
  readonly since?: number;
  /** Assigned together with this one (behaviour.md section 3). */
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
  /** Only a global type can be found on a host; one that a tenant made is never recommended. */
  readonly detection: Detection;
}

/** What of an application shows on a host (IPS-4, IPS-5): any of it is a sign, not yet a proof. */
export interface Detection {
  /** Names of packages, by family of distribution. */
  readonly packages: { readonly debian: readonly string[]; readonly redhat: readonly string[] };
  /** Base names of the executables of running processes. */
  readonly executables: readonly string[];
  /** Listening ports and ranges, as `ports`. */
  readonly listens: readonly string[];
}
