import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type CompiledFirewall, compileFirewall } from '../../../shared/domain/firewall/compile.ts';
import type { ToolResult } from '../host/tool.ts';
import type { ApplyResult, ConfirmResult, Firewall, FirewallConfig, FirewallStatus } from './config.ts';
import { hostFilters, loadRuleset, removeEverything, rollbackCommands, rulesetInForce } from './kernel.ts';
import { legacyFilters } from './legacy-iptables.ts';
import { rulesetText } from './ruleset.ts';
import { createRulesetStore, type Pending, type RulesetStore, type StoredRuleset } from './ruleset-store.ts';
import { startWatchdog, stopWatchdog, watchdogRuns } from './watchdog.ts';

/** The firewall by nftables; `stateDir` is the agent's own directory. */
export function createNftFirewall(options: {
  readonly stateDir: string;
  readonly now?: () => number;
}): Firewall {
  const store = createRulesetStore(join(options.stateDir, 'firewall'));
  const now = options.now ?? Date.now;
  return {
    apply: (config, deadlineMs) => apply(store, config, deadlineMs, now),
    confirm: async () => confirm(store),
    rollBack: (reason) => rollBack(store, reason, now()),
    async load() {
      await settleUnfinished(store, now());
      const confirmed = store.confirmed();
      if (confirmed !== null) await loadRuleset(confirmed);
      else await removeLeftovers();
      return { inForce: await rulesetInForce(), rolledBack: store.rolledBack() };
    },
    async restoreHost() {
      stopWatchdog(store.pending()?.watchdog ?? 0);
      const removed = await removeEverything();
      if (!removed.ok && removed.missing === null) throw new Error(removed.detail);
      store.forget();
    },
    status: () => status(store, now()),
  };
}

async function apply(
  store: RulesetStore,
  config: FirewallConfig,
  deadlineMs: number,
  now: () => number,
): Promise<ApplyResult> {
  store.noteExpired(now());
  const compiled = compileFirewall(config.rules);
  const { disarmed } = compiled;
  const ruleset = rulesetOf(config, compiled);
  if (store.rolledBack()?.hash === ruleset.hash) {
    const detail = 'this configuration was rolled back before; it is tried again once it has changed';
    return { ok: false, reason: 'rolled-back-before', detail, disarmed };
  }
  const overtaken = store.pending();
  const due = store.confirmed()?.hash !== ruleset.hash;
  const guard = due ? await startGuard(store, ruleset, deadlineMs, now()) : null;
  if (overtaken !== null) stopGuard(store, overtaken);
  const loaded = await loadRuleset(ruleset);
  if (loaded.ok) return { ok: true, hash: ruleset.hash, confirmationDue: due, disarmed };
  if (guard !== null) stopGuard(store, guard);
  await backToConfirmed(store, overtaken !== null);
  return refusal(loaded, disarmed);
}

/** The guard stands before the change is made. */
async function startGuard(
  store: RulesetStore,
  ruleset: StoredRuleset,
  deadlineMs: number,
  since: number,
): Promise<Pending> {
  const token = randomBytes(8).toString('hex');
  const watchdog = await startWatchdog(deadlineMs, {
    pending: store.pendingFile(token),
    expired: store.expiredFile,
    rollback: store.rollbackFile(token),
  });
  const pending = { token, ruleset, watchdog, since };
  store.prepare(pending, rollbackCommands(store.confirmed()));
  return pending;
}

function stopGuard(store: RulesetStore, pending: Pending): void {
  store.withdraw(pending.token);
  stopWatchdog(pending.watchdog);
}

/** A refused transaction changes nothing, so only a change that was pending until now has to be undone. */
async function backToConfirmed(store: RulesetStore, wasPending: boolean): Promise<void> {
  const confirmed = store.confirmed();
  if (confirmed === null) await removeEverything();
  else if (wasPending) await loadRuleset(confirmed);
}

/** The hash covers everything that decides over packets, and nothing that changes from load to load. */
function rulesetOf(config: FirewallConfig, { rules }: CompiledFirewall): StoredRuleset {
  const { dnsAndDhcp, fragmentationNeeded } = config.builtIn ?? {
    dnsAndDhcp: true,
    fragmentationNeeded: true,
  };
  const input = { rules, dnsAndDhcp, fragmentationNeeded, ownUids: config.ownUids ?? [] };
  const content = `${config.hostFilter}\n${rulesetText(input, '')}`;
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 32);
  return { hash, text: rulesetText(input, hash), hostFilter: config.hostFilter };
}

function refusal(result: Extract<ToolResult, { ok: false }>, disarmed: ApplyResult['disarmed']): ApplyResult {
  const reason = result.missing === null ? 'kernel-refused' : 'missing-tool';
  return { ok: false, reason, detail: result.detail, disarmed };
}

function confirm(store: RulesetStore): ConfirmResult {
  const pending = store.pending();
  if (pending === null) return { ok: false, reason: 'nothing-pending' };
  if (!store.confirm(pending.token)) return { ok: false, reason: 'rolled-back' };
  stopWatchdog(pending.watchdog);
  return { ok: true };
}

async function rollBack(store: RulesetStore, reason: string, at: number): Promise<void> {
  const pending = store.pending();
  if (pending === null || !store.claimRollBack(pending.token, reason, at)) return;
  stopWatchdog(pending.watchdog);
  const confirmed = store.confirmed();
  const back = confirmed === null ? await removeEverything() : await loadRuleset(confirmed);
  if (!back.ok) throw new Error(`the earlier firewall could not be put back: ${back.detail}`);
}

/** A change whose watchdog is gone too (a reboot, a stopped service) was never confirmed. One still watched is left to it. */
async function settleUnfinished(store: RulesetStore, at: number): Promise<void> {
  store.noteExpired(at);
  const pending = store.pending();
  if (pending !== null && !watchdogRuns(pending.watchdog)) {
    await rollBack(store, 'the agent ended before the change was confirmed', at);
  }
}

/** After a roll-back to no firewall at all our rules in the host's chains are still there, without effect. */
async function removeLeftovers(): Promise<void> {
  const filters = await hostFilters();
  if ((filters.ok && filters.found.heads.length > 0) || (await rulesetInForce()) !== null)
    await removeEverything();
}

async function status(store: RulesetStore, at: number): Promise<FirewallStatus> {
  store.noteExpired(at);
  const filters = await hostFilters();
  const found = filters.ok ? filters.found : { heads: [], untouched: [] };
  return {
    missing: !filters.ok && filters.missing !== null ? filters.detail : null,
    confirmed: store.confirmed()?.hash ?? null,
    pending: store.pending()?.ruleset.hash ?? null,
    rolledBack: store.rolledBack(),
    inForce: await rulesetInForce(),
    hostFilter: {
      setAside: found.heads.map(({ family, table, chain }) => `${family} ${table} ${chain}`),
      untouched: [...found.untouched, ...legacyFilters()],
    },
  };
}
