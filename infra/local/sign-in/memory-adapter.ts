import type { Adapter, AdapterPayload } from 'oidc-provider';

interface Entry {
  payload: AdapterPayload;
  /** Epoch milliseconds. */
  readonly until: number;
}

/** More than people on one machine need; the oldest goes first, so that nobody can fill the memory. */
const most = 10_000;

/** Sessions, codes and grants, in memory: a restart only means signing in again. */
export function memoryAdapters(now: () => number): (name: string) => Adapter {
  const entries = new Map<string, Entry>();
  const live = (key: string): AdapterPayload | undefined => {
    const entry = entries.get(key);
    if (entry && entry.until > now()) return entry.payload;
    entries.delete(key);
    return undefined;
  };
  const search = (name: string, fits: (payload: AdapterPayload) => boolean): AdapterPayload | undefined => {
    for (const key of entries.keys()) {
      const payload = key.startsWith(`${name}/`) ? live(key) : undefined;
      if (payload && fits(payload)) return payload;
    }
    return undefined;
  };
  return (name) => ({
    upsert: async (id, payload, expiresIn) => {
      const key = `${name}/${id}`;
      entries.delete(key);
      entries.set(key, { payload, until: expiresIn === undefined ? Infinity : now() + expiresIn * 1_000 });
      const oldest = entries.size > most ? entries.keys().next().value : undefined;
      if (oldest !== undefined) entries.delete(oldest);
    },
    find: async (id) => live(`${name}/${id}`),
    findByUid: async (uid) => search(name, (payload) => payload.uid === uid),
    findByUserCode: async (userCode) => search(name, (payload) => payload.userCode === userCode),
    consume: async (id) => {
      const payload = live(`${name}/${id}`);
      if (payload) payload.consumed = Math.floor(now() / 1_000);
    },
    destroy: async (id) => {
      entries.delete(`${name}/${id}`);
    },
    revokeByGrantId: async (grantId) => {
      for (const [key, { payload }] of entries) if (payload.grantId === grantId) entries.delete(key);
    },
  });
}
