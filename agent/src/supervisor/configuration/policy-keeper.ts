import type { HostConfig, HostRule } from '../../../../shared/domain/policy/host-config.ts';
import type { BeatRequest } from '../../../../shared/schema/agent/beat.ts';
import type { RuleKills } from '../../../../shared/schema/agent/rule-kills.ts';
import type { PlaneLink } from '../../link/plane-link.ts';
import type { AgentState } from '../../state/agent-state.ts';
import type { InForce } from '../../state/configuration.ts';
import { known } from '../../state/document.ts';
import type { Identity } from '../../state/identity.ts';
import { AGENT_VERSION } from '../../version.ts';
import type { AgentEventName } from '../events/agent-event.ts';
import type { CheckSignatures } from '../host/ports.ts';
import { type ContentName, type ContentRefused, readContent, verifyPointer } from './accept-content.ts';
import { acceptKills, killedBy } from './accept-kills.ts';
import { applyArmed, type InEffect, type Modules, rearm } from './apply-config.ts';
import { type Armed, arm, WITHDRAWN } from './arm.ts';
import { fetchContent } from './fetch-content.ts';
import { doesNotCompile, isLasting } from './refusals.ts';
import { tryOut } from './try-out.ts';

export interface KeeperDeps {
  readonly state: AgentState;
  readonly identity: Identity;
  readonly modules: Modules;
  readonly check: CheckSignatures;
  readonly now: () => number;
  readonly tell: (event: AgentEventName, description: string) => void;
  readonly fetchContent: PlaneLink['content'];
  /** Whether the plane answers now; tries until the lock-out guard's time is nearly over. */
  readonly reachPlane: () => Promise<boolean>;
}

/** What a beat and the local status say of the configuration. */
export type Report = Pick<
  BeatRequest,
  'applied' | 'failed' | 'firewall' | 'intrusionPrevention' | 'refusedRules' | 'kills'
>;

/** Everything of a configuration's life on a host: loaded at start, taken from the plane, confirmed or undone. */
export interface PolicyKeeper {
  /** Puts the last confirmed configuration in force, before and without any contact. */
  boot(): Promise<void>;
  /** Takes up what a pointer points to, if everything about it is right. */
  take(pointer: string): Promise<void>;
  /** Takes rules off at once that a signed list names, and lets those run again that it names no more. */
  kill(list: string): Promise<void>;
  report(): Report;
  rule(ruleID: number): HostRule | undefined;
  firewallRuleName(ruleID: number): string | undefined;
  /** What traffic does while inspection is away. */
  onFailure(): 'open' | 'closed';
  /** Ends inspection; the firewall stays in force. */
  stop(): Promise<void>;
  /** Ends protection and gives the host back its own firewall. Throws when the latter did not succeed. */
  giveBack(): Promise<void>;
}

/** As many as a beat carries. */
const MAX_REFUSED = 50;

interface Which extends ContentName {
  readonly sequence: number;
}

export const createPolicyKeeper = (deps: KeeperDeps): PolicyKeeper => {
  const { state, modules, tell, check } = deps;
  let current: InForce | undefined;
  let effect: InEffect | undefined;
  let trying: Which | undefined;
  /** The same refusal comes with every beat until the plane changes its mind; it is told once. */
  let toldOf = '';

  const tellOnce = (key: string, event: AgentEventName, description: string): void => {
    if (key !== toldOf) tell(event, `${description} ${stays()}`);
    toldOf = key;
  };

  const kills = (): RuleKills | undefined => known(state.ruleKills.read());

  const armedBy = (config: HostConfig, former: readonly HostRule[]): Armed =>
    arm(config, former, check, killedBy(kills()));

  /** As it was applied, unless the process that inspects is away at this moment. */
  const inspectionNow = (): Report['intrusionPrevention'] => {
    const applied = effect?.intrusionPrevention ?? { state: 'off' as const };
    const isWanted = applied.state === 'prevent' || applied.state === 'detect';
    if (!effect || !isWanted || modules.inspection.status().state !== 'restarting') return applied;
    const { onFailure } = effect.armed.config.intrusionPrevention;
    const traffic = onFailure === 'open' ? 'passes uninspected' : 'is stopped';
    return { state: 'error', message: `The inspection process is away; traffic ${traffic}.` };
  };

  const stays = (): string =>
    current ? `Configuration ${current.sequence} stays in force.` : 'None is in force yet.';

  const markFailed = ({ sequence, hash }: Which, reason: string): void =>
    state.failed.write({ sequence, hash, reason: reason.slice(0, 300), agentVersion: AGENT_VERSION });

  const refuse = (refusal: ContentRefused, which?: Which): void => {
    if (refusal.reason === 'rolled-back') return;
    tellOnce(
      `${which?.hash}/${refusal.reason}`,
      refusal.reason === 'wrong-hash' ? 'configurationNotFetched' : 'configurationRefused',
      `A configuration from the plane was refused (${refusal.reason}): ${refusal.message}`,
    );
    if (which && isLasting(refusal)) markFailed(which, `${refusal.reason}: ${refusal.message}`);
  };

  const load = async (which: Which): Promise<Armed | undefined> => {
    const kept = current && state.contents.read(current.hash);
    const held = current && kept && { hash: current.hash, bytes: kept };
    const fetched = await fetchContent(deps.fetchContent, which, held);
    if (!fetched.ok) {
      tellOnce(
        `${which.hash}/fetch`,
        'configurationNotFetched',
        `A new configuration could not be fetched: ${fetched.message}`,
      );
      return undefined;
    }
    const content = readContent(fetched.value, which);
    const armed = content.ok ? armedBy(content.value, effect?.armed.rules ?? []) : undefined;
    const refusal = content.ok ? armed && doesNotCompile(armed, effect !== undefined) : content;
    if (refusal) {
      refuse(refusal, which);
      return undefined;
    }
    state.contents.write(which.hash, fetched.value);
    return armed;
  };

  /** A crash before the mark is gone means that the configuration failed. */
  const put = async (which: Which, armed: Armed): Promise<void> => {
    state.trying.write({ ...which });
    const tried = await tryOut(modules, armed, effect, deps.reachPlane, (applied) => {
      trying = which;
      effect = applied;
    });
    trying = undefined;
    effect = tried.effect;
    if (tried.ok) {
      current = { ...which, kept: armed.kept };
      state.inForce.write(current);
      state.failed.remove();
      toldOf = '';
      tellApplied(which.sequence, tried.effect, tell);
    } else {
      markFailed(which, tried.reason);
      tell(
        'configurationRolledBack',
        `Configuration ${which.sequence} was undone. ${tried.reason} ${stays()}`,
      );
    }
    state.trying.remove();
    state.contents.keepOnly(current ? [current.hash] : []);
  };

  /** What an earlier process left open. */
  const settle = (): void => {
    const failed = known(state.failed.read());
    if (failed && failed.agentVersion !== AGENT_VERSION) state.failed.remove();
    const tried = known(state.trying.read());
    if (!tried) return;
    const reason = 'The agent ended before the plane was reached again.';
    markFailed(tried, reason);
    state.trying.remove();
    tell('configurationRolledBack', `Configuration ${tried.sequence} was undone. ${reason}`);
  };

  return {
    async boot() {
      settle();
      const reading = state.inForce.read();
      if (reading.found === 'nothing') return;
      const last = known(reading);
      const bytes = last && state.contents.read(last.hash);
      const content = last && bytes && readContent(bytes, last);
      if (!content?.ok) {
        const description =
          'The configuration on disk cannot be read. The firewall is left as it is until the plane sends it again.';
        return tell('configurationRefused', description);
      }
      current = last;
      effect = await applyArmed(modules, armedBy(content.value, last?.kept ?? []), undefined);
      // It was confirmed in its time; that the network is not up yet says nothing against it.
      if (effect.unconfirmed) await modules.firewall.confirm();
    },
    async take(pointer) {
      const verified = await verifyPointer(pointer, {
        trust: known(state.trust.read()) ?? [],
        tenantID: deps.identity.tenantID,
        computerID: deps.identity.computerID,
        purpose: 'policy',
        sequence: current?.sequence ?? 0,
        failedHash: known(state.failed.read())?.hash,
        now: deps.now(),
      });
      if (!verified.ok) return refuse(verified);
      const { sequence, hash, unpacked } = verified.value;
      if (current && current.hash === hash) {
        current = { ...current, sequence };
        return state.inForce.write(current);
      }
      const which = { sequence, hash, unpacked };
      const armed = await load(which);
      if (armed) await put(which, armed);
    },
    async kill(list) {
      const read = await acceptKills(list, known(state.trust.read()) ?? [], kills()?.sequence ?? 0);
      if (!read.ok) return tellOnce(`kills/${read.message}`, 'updateRefused', read.message);
      state.ruleKills.write(read.value);
      if (effect) effect = await rearm(modules, armedBy(effect.armed.config, effect.armed.rules), effect);
      tell('updateTaken', killsText(read.value));
    },
    report() {
      // While another content is tried out, the one that failed before is history.
      const failed = trying ? undefined : known(state.failed.read());
      const applied = trying ?? current;
      const refusedRules = effect?.refused
        .slice(0, MAX_REFUSED)
        .map(({ ruleID, reason }) => ({ ruleID, reason: reason.slice(0, 200) }));
      return {
        kills: kills()?.sequence ?? 0,
        ...(applied && { applied: { sequence: applied.sequence, hash: applied.hash } }),
        ...(failed && { failed: { sequence: failed.sequence, hash: failed.hash, reason: failed.reason } }),
        firewall: effect?.firewall ?? { state: 'off' },
        intrusionPrevention: inspectionNow(),
        ...(refusedRules && refusedRules.length > 0 && { refusedRules }),
      };
    },
    rule: (ruleID) => effect?.armed.rules.find((rule) => rule.ID === ruleID),
    firewallRuleName: (ruleID) =>
      effect?.armed.config.firewall.rules.find((rule) => rule.ID === ruleID)?.name,
    onFailure: () => effect?.armed.config.intrusionPrevention.onFailure ?? 'open',
    stop: () => modules.inspection.stop(),
    async giveBack() {
      await modules.inspection.stop();
      await modules.firewall.restoreHost();
      effect = undefined;
      current = undefined;
    },
  };
};

const killsText = ({ sequence, rules }: RuleKills): string =>
  rules.length === 0
    ? `The service lets every rule run again (list ${sequence}).`
    : `The service has withdrawn rules ${rules.map(({ ID }) => ID).join(', ')} (list ${sequence}); they are not run.`;

const tellApplied = (sequence: number, effect: InEffect, tell: KeeperDeps['tell']): void => {
  tell('policyApplied', `Configuration ${sequence} is in force.`);
  if (effect.firewall.state === 'error') {
    tell('configurationNotSaved', `The firewall could not be set: ${effect.firewall.message}`);
  }
  if (effect.intrusionPrevention.state === 'error') {
    tell('engineNotOpened', `Intrusion prevention could not be set: ${effect.intrusionPrevention.message}`);
  }
  for (const { ruleID, reason } of effect.refused.slice(0, MAX_REFUSED)) {
    if (reason === WITHDRAWN) continue;
    const event = reason.startsWith('Firewall') ? 'firewallRuleRefused' : 'ruleRefused';
    tell(event, `Rule ${ruleID} is not in force: ${reason}.`);
  }
};
