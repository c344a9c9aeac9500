import { join } from 'node:path';
import type { FirewallConfig } from '../../../agent/src/firewall/config.ts';
import type { FirewallEvent } from '../../../agent/src/firewall/event.ts';
import { type FirewallEventSource, openFirewallEvents } from '../../../agent/src/firewall/event-source.ts';
import { createNftFirewall } from '../../../agent/src/firewall/nft-firewall.ts';
import { createInspection } from '../../../agent/src/inspect/inspection.ts';
import { readQueues } from '../../../agent/src/inspect/queue-state.ts';
import type { InspectionHit, InspectionNotice, InspectionSpec } from '../../../agent/src/inspect/spec.ts';
import { withSeen } from '../../../agent/src/inventory/seen.ts';
import { takeInventory } from '../../../agent/src/inventory/take.ts';
import { connectMarked } from '../../../agent/src/netlink/marked-socket.ts';
import type { Operation } from '../../../infra/local/demo/rpc.ts';

/** The agent's own modules, driven as its supervisor would. */
export function agentOperations(dir: string): Record<string, Operation> {
  const hits: InspectionHit[] = [];
  const notices: InspectionNotice[] = [];
  const inspection = createInspection({
    stateDir: join(dir, 'inspect'),
    onHit: (hit) => void hits.push(hit),
    onNotice: (notice) => void notices.push(notice),
  });
  const firewall = createNftFirewall({ stateDir: dir });
  const firewallEvents: FirewallEvent[] = [];
  let source: FirewallEventSource | null = null;
  return {
    firewallApply: ({ config, deadlineMs }: { config: FirewallConfig; deadlineMs: number }) =>
      firewall.apply(config, deadlineMs),
    firewallConfirm: () => firewall.confirm(),
    firewallRollBack: ({ reason }: { reason: string }) => firewall.rollBack(reason),
    firewallLoad: () => firewall.load(),
    firewallRestoreHost: () => firewall.restoreHost(),
    firewallStatus: () => firewall.status(),
    firewallListen: () => {
      source = openFirewallEvents((events) => void firewallEvents.push(...events));
    },
    /** Everything the kernel has logged until now. */
    firewallEvents: () => {
      source?.close();
      source = null;
      return firewallEvents.splice(0);
    },
    /** True when a socket of the agent's own gets through. */
    connectsMarked: ({ host, port }: { host: string; port: number }) =>
      new Promise<boolean>((resolve) => {
        const socket = connectMarked(host, port);
        const end = (connected: boolean): void => {
          clearTimeout(timer);
          socket.destroy();
          resolve(connected);
        };
        const timer = setTimeout(() => end(false), 1500);
        socket.on('connect', () => end(true));
        socket.on('error', () => end(false));
      }),
    inspectStart: (spec: InspectionSpec) => inspection.start(spec),
    inspectUpdate: (spec: InspectionSpec) => inspection.update(spec),
    inspectStop: () => inspection.stop(),
    inspectStatus: () => inspection.status(),
    inventory: async () => withSeen(await takeInventory(), { of: inspection.openingsOf }),
    hits: () => hits,
    notices: () => notices,
    signal: ({ pid, signal }: { pid: number; signal: NodeJS.Signals }) => void process.kill(pid, signal),
    /** Queues with somebody on them: the proof that an agent, not its absence, let traffic through. */
    boundQueues: () => readQueues(),
  };
}
