import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogueOf, starterCatalogue } from '../../shared/domain/ips/catalogue/index.ts';
import type { CatalogueRule } from '../../shared/domain/ips/catalogue/rule.ts';
import { decide } from '../../shared/domain/recommendation/decide.ts';
import type { Inventory } from '../../shared/domain/recommendation/inventory.ts';
import { isTls } from '../../shared/domain/recommendation/tls.ts';
import { skipReason } from './rig/requirements.ts';
import { ATTACKS, WEB } from './rig/rules.ts';
import { createWorld, SERVER, type World } from './rig/world.ts';

/** No list of well-known ports has it. */
const SECURE = 18_444;

describe.skipIf(skipReason() !== null)('what inspection sees spoken to a real web server', () => {
  let world: World;

  beforeAll(async () => {
    world = await createWorld();
    await world.server.call('startWeb', { port: WEB, tlsPort: SECURE });
    const tcpPorts = [WEB, SECURE].map((port) => ({ from: port, to: port }));
    expect(await world.server.call('inspectStart', { ...ATTACKS, tcpPorts })).toMatchObject({ ok: true });
  });
  afterAll(() => world.end());

  const visit = async (url: string, times: number): Promise<void> => {
    for (let time = 0; time < times; time++) {
      await world.client.run('curl', '--insecure', '--silent', '--fail', '--max-time', '5', url);
    }
  };
  const listening = async (port: number) =>
    (await world.server.call<Inventory>('inventory')).listeners.filter((each) => each.port === port);

  it('TLS on an unusual port and plain on another are in the inventory, and decide', async () => {
    await visit(`https://${SERVER}:${SECURE}/`, 16);
    await visit(`http://${SERVER}:${WEB}/`, 2);
    await expect
      .poll(async () => (await listening(SECURE)).map(({ seen }) => seen), { timeout: 15_000 })
      .toEqual([{ tls: 16, plain: 0 }]);
    const plain = await listening(WEB);
    expect(plain[0]?.seen).toMatchObject({ tls: 0 });
    expect(plain[0]?.seen?.plain).toBeGreaterThanOrEqual(2);
    expect([...(await listening(SECURE)), ...plain].map(isTls)).toEqual([true, ...plain.map(() => false)]);
  });

  it('a rule about the server is not effective where it is only reached over TLS', async () => {
    const taken = await world.server.call<Inventory>('inventory');
    const rule: CatalogueRule = { ...(starterCatalogue.rules[0] as CatalogueRule), CVE: [] };
    const type = starterCatalogue.applicationType(rule.applicationTypeID);
    if (!type) throw new Error('the rule has no type');
    const web = { ...type, ports: [`${WEB}`, `${SECURE}`] };
    const statusOn = (...ports: readonly number[]) => {
      const listeners = taken.listeners.filter(({ port }) => ports.includes(port));
      return decide({ ...taken, listeners }, catalogueOf([rule], [web]), undefined).rules[0]?.status;
    };
    expect(statusOn(SECURE)).toBe('not-effective');
    expect(statusOn(SECURE, WEB)).toBe('application-found');
  });
});
