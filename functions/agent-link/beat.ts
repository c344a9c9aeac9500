import { beatCauses } from '../../shared/domain/alert/host-causes.ts';
import { type BeatDecision, decideBeat, nextBeat } from '../../shared/domain/computer/beat.ts';
import { refusedText } from '../../shared/domain/computer/refused-rules.ts';
import {
  type Answered,
  answeredByBeat,
  type HostRequest,
  waitingRequests,
} from '../../shared/domain/computer/requests.ts';
import {
  followCheck,
  type Standing,
  type UpdateCheck,
} from '../../shared/domain/computer/security-update.ts';
import { accept, type Refusal } from '../../shared/domain/outcome.ts';
import { replayed, unknownAgent } from '../../shared/http/agent-proof.ts';
import { type Handler, on } from '../../shared/http/api.ts';
import type { AgentCaller } from '../../shared/http/caller.ts';
import { emptyContent } from '../../shared/ports/content.ts';
import type { HostInfo } from '../../shared/schema/agent/activation.ts';
import type { BeatReply, BeatRequest } from '../../shared/schema/agent/beat.ts';
import { POINTER_TYPE, type Pointer } from '../../shared/schema/agent/signed.ts';
import { agentLinkRoutes } from '../../shared/schema/routes/agent-link.ts';
import { absent, all, any, below, equals, exists } from '../../shared/table/condition.ts';
import { computerChanged } from '../../shared/table/entities/computer/computer-change.ts';
import { type HostItem, hostItem } from '../../shared/table/entities/computer/host.ts';
import { readHead } from '../../shared/table/entities/policy/policy.ts';
import { keys } from '../../shared/table/keys.ts';
import type { Change, Write } from '../../shared/table/store.ts';
import type { LinkDeps } from './index.ts';
import { toldOfCheck } from './update-check.ts';

/** A pointer may be accepted for a day; what it put in force stays in force. */
const POINTER_LIFE = 24 * 3_600_000;

/**
 * One beat: two half read units (host, head) and one write unit, the most frequent request of the service; more only
 * when a cause of an alert came or went. The
 * counter's condition makes a replay or a clone that got this far fail here. Killed rules come from the instance's memory.
 */
export const beat = (deps: LinkDeps): Handler =>
  on(agentLinkRoutes.beat, async ({ caller, body, now, request }) => {
    const head = caller.host.head
      ? await readHead(deps.store, caller.tenantID, caller.host.head)
      : emptyContent;
    const desired = head?.hash;
    const waiting = waitingRequests(caller.host, now);
    const decision = decideBeat(caller.host, body, desired, waiting.has('send-policy'));
    const standing = standingOf(decision, desired, body);
    const check = followCheck(caller.host.check, waiting.get('check-for-security-updates'), standing, now);
    const upToDate = standing === 'current' && !(head && 'failed' in head && head.failed !== undefined);
    const rules = upToDate ? await deps.settledRules(caller.tenantID) : undefined;
    const change = hostChange(caller, body, decision, answeredByBeat(waiting, now), now, { check, rules });
    const told = await toldOfCheck(deps.store, caller, check, body.failed?.reason);
    const refused = await writeHost(deps, caller, change, body, told);
    if (refused) return refused;
    if (body.host) await describeComputer(deps, caller, body.host, request.sourceIP);
    return accept({
      serverTime: now,
      nextBeat: nextBeat(deps.beatSeconds, deps.random()),
      todo: [
        ...(await killsFor(deps, body)),
        ...(await todo(deps, caller, { ...decision, unpacked: head?.unpacked }, waiting, now)),
      ],
    });
  });

/** What alerts follow from is told to the stream in the same transaction, as are events; any other beat stays one write. */
const writeHost = async (
  { store }: LinkDeps,
  { tenantID, computerID, host, proof }: AgentCaller,
  change: Change,
  body: BeatRequest,
  told: readonly Write[],
): Promise<Refusal | undefined> => {
  const sameCauses = beatCauses(host) === beatCauses(toldBy(body));
  const key = keys.host(tenantID, computerID);
  const fresh = all(exists('pk'), below('counter', proof.cnt), any(absent('gone'), equals('gone', false)));
  if (sameCauses && told.length === 0) {
    const written = await store.update(key, change, hostItem, fresh);
    return written.ok ? undefined : written.found ? replayed : unknownAgent;
  }
  const written = await store.transact([
    { update: key, change, if: fresh },
    ...(sameCauses ? [] : [computerChanged(tenantID, computerID)]),
    ...told,
  ]);
  return written.ok ? undefined : written.found[0] ? replayed : unknownAgent;
};

/** What a beat says that alerts follow from. */
const toldBy = (body: BeatRequest) => ({
  modules: modulesOf(body),
  failedHash: body.failed?.hash,
  refused: refusedText(body.refusedRules),
});

/** Nothing has been compiled yet: the host waits for it as for what it was given. */
const standingOf = ({ give }: BeatDecision, desired: string | undefined, body: BeatRequest): Standing => {
  if (desired !== undefined && body.failed?.hash === desired) return 'failed';
  return give || desired === undefined ? 'given' : 'current';
};

const modulesOf = ({ firewall, intrusionPrevention }: BeatRequest): string =>
  `${firewall.state}/${intrusionPrevention.state}`;

const hostChange = (
  caller: AgentCaller,
  body: BeatRequest,
  decision: BeatDecision,
  answered: ReadonlyMap<HostRequest, Answered>,
  now: number,
  { check, rules }: { readonly check: UpdateCheck | undefined; readonly rules: number | undefined },
): Change => {
  const { modules, refused } = toldBy(body);
  const remove = [
    ...(body.failed ? [] : ['failedHash']),
    ...(refused === undefined && caller.host.refused !== undefined ? ['refused'] : []),
    ...(body.host ? ['describe'] : []),
  ];
  return {
    set: {
      counter: caller.proof.cnt,
      seen: now,
      offline: false,
      modules,
      ...(refused !== undefined && { refused }),
      ...(body.applied && { appliedSequence: body.applied.sequence }),
      ...(body.failed && { failedHash: body.failed.hash }),
      ...(decision.give && { sequence: decision.give.sequence, hash: decision.give.hash }),
      ...answers(caller.host, answered),
      ...(check && { check }),
      ...(rules !== undefined &&
        rules !== caller.host.rules?.version && { rules: { version: rules, at: now } }),
    },
    ...(remove.length > 0 && { remove }),
  };
};

/** Part of the beat's own write. The first answer makes the map that later ones are put into. */
const answers = (host: HostItem, answered: ReadonlyMap<HostRequest, Answered>): Record<string, unknown> => {
  if (answered.size === 0) return {};
  if (!host.answered) return { answered: Object.fromEntries(answered) };
  return Object.fromEntries([...answered].map(([what, answer]) => [`answered.${what}`, answer]));
};

/** Rare: at a start of the agent, or when a fact changed. */
const describeComputer = async (
  deps: LinkDeps,
  caller: AgentCaller,
  info: HostInfo,
  sourceIP: string,
): Promise<void> => {
  await deps.store.transact([
    {
      update: keys.computer(caller.tenantID, caller.computerID),
      change: {
        set: {
          hostName: info.hostName,
          platform: info.platform,
          kernel: info.kernel,
          architecture: info.architecture,
          agentVersion: info.agentVersion,
          addresses: info.addresses,
          problems: info.problems,
          containers: info.containers ?? [],
          rebootRequired: info.rebootRequired ?? false,
          proxy: info.proxy ?? false,
          lastIPUsed: sourceIP,
        },
      },
      if: exists('pk'),
    },
    computerChanged(caller.tenantID, caller.computerID),
  ]);
};

/** The list of killed rules rides along where the host's own is older; agents that know no such lists get none. */
const killsFor = async (deps: LinkDeps, { kills }: BeatRequest): Promise<BeatReply['todo']> => {
  const list = kills === undefined ? undefined : await deps.killList();
  return list && kills !== undefined && kills < list.sequence ? [{ what: 'rule-kills', list: list.jws }] : [];
};

const todo = async (
  deps: LinkDeps,
  caller: AgentCaller,
  decision: BeatDecision & { readonly unpacked: string | undefined },
  waiting: ReadonlyMap<HostRequest, number>,
  now: number,
): Promise<BeatReply['todo']> => {
  const list: BeatReply['todo'] = [];
  if (decision.describe) list.push({ what: 'describe-host' });
  if (decision.give) {
    const pointer: Pointer = {
      tenant: caller.tenantID,
      host: caller.computerID,
      purpose: 'policy',
      sequence: decision.give.sequence,
      hash: decision.give.hash,
      ...(decision.unpacked !== undefined && { unpacked: decision.unpacked }),
      issued: now,
      expires: now + POINTER_LIFE,
    };
    list.push({ what: 'policy', pointer: await deps.signer.sign('policy', POINTER_TYPE, pointer) });
  }
  const scan = waiting.get('scan-for-recommendations');
  if (scan !== undefined) list.push({ what: 'scan-for-recommendations', requested: scan });
  return list;
};
