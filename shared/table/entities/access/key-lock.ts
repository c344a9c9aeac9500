import { afterFailure, isLocked } from '../../../domain/access/lock-out.ts';
import { equals, exists } from '../../condition.ts';

import type { Store } from '../../store.ts';
import { systemEvent } from '../event/system-event.ts';
import { type ApiKeyItem, apiKeyItem } from './access.ts';

/** Counts a wrong secret that carries this key's GUID, and locks the key at the last one. `now` in epoch ms. */
export const countFailure = async (store: Store, key: ApiKeyItem, now: number): Promise<void> => {
  if (isLocked(key, now)) return;
  const { failures, unlockTime } = afterFailure(key, now);
  const counted = await store.update(
    { pk: key.pk, sk: key.sk },
    {
      set: { failures, ...(unlockTime !== undefined && { unlockTime }) },
      ...(unlockTime === undefined && { remove: ['unlockTime'] }),
    },
    apiKeyItem,
    equals('secretHash', key.secretHash),
  );
  if (counted.ok && unlockTime !== undefined) {
    await store.put(
      systemEvent(key.pk.slice(0, key.pk.indexOf('#')), {
        id: `apikey-locked-${key.ID}-${now}`,
        at: now,
        number: 673,
        severity: 'warning',
        title: 'API Key Locked Out',
        description: `Too many wrong secrets. It works again at ${new Date(unlockTime).toISOString()}.`,
        actionBy: 'System',
        targetType: 'apikey',
        targetID: key.ID,
        targetName: key.keyName,
      }),
    );
  }
};

/** After a good call: one write, and only when there was something to forget. */
export const forgetFailures = async (store: Store, key: ApiKeyItem): Promise<void> => {
  await store.update(
    { pk: key.pk, sk: key.sk },
    { remove: ['failures', 'unlockTime'] },
    apiKeyItem,
    exists('pk'),
  );
};
