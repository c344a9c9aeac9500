import type {
  Inspection,
  InspectionHit,
  InspectionNotice,
  InspectionSpec,
} from '../../agent/src/inspect/spec.ts';
import type { HostModules } from '../../agent/src/supervisor/daemon.ts';
import type { FirewallApplied, InspectionListeners } from '../../agent/src/supervisor/host/ports.ts';
import type { RefusedSignature, Signature } from '../../shared/domain/ips/signature.ts';
import type { HostConfig } from '../../shared/domain/policy/host-config.ts';

/** A kernel that only remembers what it was told: firewall and inspection without privileges. */
export interface FakeHost extends HostModules {
  /** What the firewall does to packets now; undefined: the host's own. */
  inForce: HostConfig['firewall'] | undefined;
  confirmed: boolean;
  readonly rollBacks: string[];
  restored: number;
  /** What the next `apply` answers instead of doing it. */
  refuseFirewall: string | undefined;
  /** Called between applying and confirming. */
  onApplied: () => void;
  spec: InspectionSpec | undefined;
  /** The process that inspects has ended, and no other is there yet. */
  inspectionAway: boolean;
  hit(hit: Partial<InspectionHit>): void;
  notice(notice: InspectionNotice): void;
}

/** A text that starts with `bad` does not compile. */
export const checkTexts = (signatures: readonly Signature[]): RefusedSignature[] =>
  signatures
    .filter(({ text }) => text.startsWith('bad'))
    .map(({ ruleID }) => ({ ruleID, sid: null, reason: 'unknown keyword' }));

export const createFakeHost = (): FakeHost => {
  let listeners: InspectionListeners | undefined;
  let former: HostConfig['firewall'] | undefined;
  const host: FakeHost = {
    inForce: undefined,
    confirmed: true,
    rollBacks: [],
    restored: 0,
    refuseFirewall: undefined,
    onApplied: () => undefined,
    spec: undefined,
    inspectionAway: false,
    problems: [],
    check: checkTexts,
    close: () => undefined,
    firewall: {
      async apply(config): Promise<FirewallApplied> {
        if (host.refuseFirewall) return { ok: false, reason: host.refuseFirewall };
        if (config.state === 'off') {
          host.inForce = undefined;
          return { ok: true, refused: [], confirmationDue: false };
        }
        former = host.inForce;
        host.inForce = config;
        host.confirmed = false;
        host.onApplied();
        return { ok: true, refused: [], confirmationDue: true };
      },
      async confirm() {
        host.confirmed = true;
        return true;
      },
      async rollBack(reason) {
        host.rollBacks.push(reason);
        host.inForce = former;
        host.confirmed = true;
      },
      async restoreHost() {
        host.restored += 1;
        host.inForce = undefined;
      },
    },
    createInspection(given): Inspection {
      listeners = given;
      const start: Inspection['start'] = async (spec) => {
        host.spec = spec;
        return { ok: true, loaded: spec.signatures.length, refused: checkTexts(spec.signatures) };
      };
      return {
        start,
        update: start,
        async stop() {
          host.spec = undefined;
        },
        openingsOf: () => undefined,
        status: () => ({
          state: host.inspectionAway ? 'restarting' : host.spec ? 'inspecting' : 'stopped',
          pid: null,
          queue: 0,
          loaded: host.spec?.signatures.length ?? 0,
          refused: [],
          restarts: 0,
          counts: null,
          bound: host.spec !== undefined,
        }),
      };
    },
    hit: (hit) =>
      listeners?.onHit({
        at: Date.now(),
        ruleID: 1,
        sid: 1000001,
        action: 'reset',
        reason: null,
        flow: {
          protocol: 'tcp',
          client: { ip: '192.0.2.7', port: 40_000 },
          server: { ip: '192.0.2.1', port: 80 },
        },
        toServer: true,
        positionInStream: 17,
        interface: 'eth0',
        packetSize: 300,
        ...hit,
      }),
    notice: (notice) => listeners?.onNotice(notice),
  };
  return host;
};
