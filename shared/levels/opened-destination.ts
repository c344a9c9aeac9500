import type { OpenedDestination } from '../delivery/carrier.ts';
import type { SecretBox } from '../ports/secret-box.ts';
import { type FoundDestination, trustedCertificates } from '../table/entities/notification/notification.ts';
import type { Store } from '../table/store.ts';

/** A destination ready to send to: its secret opened, with the certificates that the tenant trusts. */
export const openDestination = async (
  store: Store,
  secrets: Pick<SecretBox, 'open'>,
  tenant: string,
  { sealedSecret, ...destination }: FoundDestination,
): Promise<OpenedDestination> => {
  const [secret, trust] = await Promise.all([
    sealedSecret === undefined ? undefined : secrets.open(tenant, sealedSecret),
    destination.type === 'mail' ? [] : trustedCertificates(store, tenant),
  ]);
  return { ...destination, trust, ...(secret !== undefined && { secret }) };
};
