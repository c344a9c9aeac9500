/** What a search looks at: an event as the host sent it, and what the plane knows of it. */
export interface SearchedEvent {
  /** Members as on the wire (schema/agent/events.ts), or those of a system event. */
  readonly event: Readonly<Record<string, unknown>>;
  readonly eventID: string;
  readonly computerID?: number | undefined;
  /** Epoch ms. */
  readonly received: number;
}

/** What a search by group, policy or name needs of a computer, as it is now. */
export interface SearchedComputer {
  readonly name: string;
  readonly groupID?: number | undefined;
  readonly policyID?: number | undefined;
}

/** What is not in the events themselves; each is asked only when a criterion names it. */
export interface Around {
  /** Undefined for a computer that is gone. */
  readonly computer: (computerID: number) => SearchedComputer | undefined;
  /** CVEs of a rule; undefined for one that nobody knows any more. */
  readonly CVEsOf: (ruleID: number) => readonly string[] | undefined;
}
