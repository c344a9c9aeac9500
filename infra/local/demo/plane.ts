/** What `--ready` tells: how people, scripts and agents reach the plane. */
export interface Access {
  readonly api: string;
  readonly apiKey: string;
  readonly tenantId: string;
  readonly activationToken: string;
  readonly mail: string;
  readonly agentUrl: string;
  readonly ca: string;
}

export interface AttackEvent {
  readonly computerID: number;
  readonly ruleID?: number;
  readonly reason: string;
  readonly action: string;
  readonly sourceIP: string;
  readonly sourcePort?: number;
  readonly destinationIP: string;
  readonly destinationPort?: number;
  readonly at: number;
  readonly repeatCount: number;
}

export interface Mail {
  readonly id: string;
  readonly subject: string;
  readonly to: readonly string[];
}

/** The demo uses the same API as any tenant's script. */
export const createPlane = (access: Access) => {
  const call = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const response = await fetch(`${access.api}${path}`, {
      method,
      headers: { 'api-secret-key': access.apiKey, 'api-version': 'v1', 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
  };

  return {
    access,
    /** The demo's own policy, made once: all starter rules, in the asked state. */
    async policy(name: string, state: 'prevent' | 'detect'): Promise<number> {
      const { policies } = await call<{ policies: { ID: number; name: string }[] }>('GET', '/policies');
      const { intrusionPreventionRules: rules } = await call<{ intrusionPreventionRules: { ID: number }[] }>(
        'GET',
        '/intrusionpreventionrules',
      );
      const intrusionPrevention = { state, ruleIDs: rules.map((rule) => rule.ID) };
      const existing = policies.find((policy) => policy.name === name);
      const path = existing ? `/policies/${existing.ID}` : '/policies';
      return (await call<{ ID: number }>('POST', path, { name, intrusionPrevention })).ID;
    },
    computers: async () =>
      (
        await call<{
          computers: {
            ID: number;
            hostName: string;
            intrusionPrevention: { moduleStatus: { agentStatusMessage: string } };
          }[];
        }>('GET', '/computers')
      ).computers,
    /** All intrusion prevention events of a computer since a time, newest first. */
    async attacks(computerID: number, from: number): Promise<AttackEvent[]> {
      const found: AttackEvent[] = [];
      let cursor: string | undefined;
      do {
        const query = new URLSearchParams({
          computerID: String(computerID),
          from: String(from),
          ...(cursor && { cursor }),
        });
        const page = await call<{ intrusionPreventionEvents: AttackEvent[]; next?: string }>(
          'GET',
          `/events/intrusionprevention?${query}`,
        );
        found.push(...page.intrusionPreventionEvents);
        cursor = page.next;
      } while (cursor);
      return found;
    },
    mails: async (): Promise<Mail[]> => (await (await fetch(`${access.mail}/api/messages`)).json()) as Mail[],
  };
};

export type Plane = ReturnType<typeof createPlane>;
