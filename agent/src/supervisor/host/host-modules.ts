import { compileSignatures } from '../../../../shared/domain/ips/engine.ts';
import type { HostConfig } from '../../../../shared/domain/policy/host-config.ts';
import type { Firewall } from '../../firewall/config.ts';
import type { FirewallEvent } from '../../firewall/event.ts';
import { openFirewallEvents } from '../../firewall/event-source.ts';
import { createNftFirewall } from '../../firewall/nft-firewall.ts';
import { createInspection } from '../../inspect/inspection.ts';
import type { HostModules } from '../daemon.ts';
import type { FirewallPort } from './ports.ts';

/** The real firewall and inspection of this host. `onEvents` hears of packets that the firewall logged. */
export const openHostModules = async (
  stateDir: string,
  onEvents: (events: readonly FirewallEvent[], lost: number) => void,
): Promise<HostModules> => {
  const firewall = createNftFirewall({ stateDir });
  const problems: string[] = [];
  const { missing, hostFilter } = await firewall.status();
  if (missing) problems.push(missing);
  for (const { what, why } of hostFilter.untouched) problems.push(`${what} is left in force: ${why}`);
  const events = listen(onEvents, problems);
  // What a process before this one left half done is settled before anything new is asked of the kernel.
  if (!missing) await firewall.load();
  return {
    firewall: firewallPort(firewall),
    createInspection: (listeners) => createInspection({ stateDir, ...listeners }),
    check: (signatures) => compileSignatures(signatures).refused,
    problems,
    close: () => events?.close(),
  };
};

const listen = (onEvents: Parameters<typeof openFirewallEvents>[0], problems: string[]) => {
  try {
    return openFirewallEvents(onEvents);
  } catch (error) {
    problems.push(`Denied packets cannot be told: ${(error as Error).message}.`);
    return undefined;
  }
};

/** With the module off there is no firewall of ours at all, and the host's own is back (AGT-10). */
const firewallPort = (firewall: Firewall): FirewallPort => ({
  async apply(config: HostConfig['firewall'], deadlineMs) {
    if (config.state === 'off') {
      const off = await turnOff(firewall);
      return off === undefined
        ? { ok: true, refused: [], confirmationDue: false }
        : { ok: false, reason: off };
    }
    const applied = await firewall.apply({ rules: config.rules, hostFilter: 'set-aside' }, deadlineMs);
    return applied.ok
      ? {
          ok: true,
          refused: applied.disarmed.map(({ ruleID, field, reason }) => ({
            ruleID,
            reason: `${field}: ${reason}`,
          })),
          confirmationDue: applied.confirmationDue,
        }
      : { ok: false, reason: `${applied.reason}: ${applied.detail}` };
  },
  async confirm() {
    const confirmed = await firewall.confirm();
    return confirmed.ok || confirmed.reason === 'nothing-pending';
  },
  rollBack: (reason) => firewall.rollBack(reason),
  restoreHost: () => firewall.restoreHost(),
});

const turnOff = async (firewall: Firewall): Promise<string | undefined> => {
  try {
    await firewall.restoreHost();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
};
