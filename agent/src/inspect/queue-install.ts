import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeDurably } from '../host/durable-file.ts';
import { runTool, type ToolResult } from '../host/tool.ts';
import {
  CHAIN_IN,
  CHAIN_OUT,
  iptablesRemove,
  iptablesRestore,
  NFT_TABLE,
  nftQueueTable,
  type QueueRules,
} from './queue-rules.ts';

/** Puts the queue's rules into the kernel and takes them out again, leaving no trace. */
export interface QueueInstaller {
  /** Installs, or replaces what is installed in one transaction per IP version. */
  install(rules: Omit<QueueRules, 'selective'>): Promise<InstallResult>;
  /** Takes everything out, also what an earlier process left. */
  remove(): Promise<void>;
}

export type InstallResult =
  | { readonly ok: true; readonly by: 'iptables-nft' | 'nft' }
  | { readonly ok: false; readonly reason: 'missing-tool' | 'kernel-refused'; readonly detail: string };

type Hook = 'INPUT' | 'OUTPUT';
const HOOKS: readonly Hook[] = ['INPUT', 'OUTPUT'];
const TOOL = { 4: 'iptables-nft', 6: 'ip6tables-nft' } as const;
const FAMILY = { 4: 'ip', 6: 'ip6' } as const;
type Version = 4 | 6;

/** What was there before us in the mangle table, so that removing leaves exactly that (AGT-10). */
interface Footprint {
  readonly by: 'iptables-nft' | 'nft';
  readonly before: Record<Version, { readonly table: boolean; readonly hooks: readonly Hook[] }>;
}

export function createQueueInstaller(stateDir: string): QueueInstaller {
  const file = join(stateDir, 'queue-rules.json');
  const installed = (): Footprint | null => {
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as Footprint;
    } catch {
      return null;
    }
  };
  return {
    async install(rules) {
      const known = installed();
      if (known?.by === 'nft') return installNative(rules);
      const footprint = known ?? { by: 'iptables-nft', before: { 4: await lookAt(4), 6: await lookAt(6) } };
      writeDurably(file, JSON.stringify(footprint));
      const failed = (await installXt(4, rules)) ?? (await installXt(6, rules));
      if (failed === null) return { ok: true, by: 'iptables-nft' };
      await removeXt(footprint);
      const native = await installNative(rules);
      if (native.ok) writeDurably(file, JSON.stringify({ ...footprint, by: 'nft' }));
      else rmSync(file, { force: true });
      return native.ok ? native : refusal(failed);
    },
    async remove() {
      const footprint = installed();
      if (footprint === null) return;
      if (footprint.by === 'nft') await runTool('nft', ['delete', 'table', 'inet', NFT_TABLE]);
      else await removeXt(footprint);
      rmSync(file, { force: true });
    },
  };
}

async function installXt(version: Version, rules: Omit<QueueRules, 'selective'>): Promise<ToolResult | null> {
  const jumps: Hook[] = [];
  for (const hook of HOOKS) if (!(await jumpsToUs(version, hook))) jumps.push(hook);
  const restore = (selective: boolean) =>
    runTool(
      `${TOOL[version]}-restore`,
      ['--noflush', '--wait'],
      iptablesRestore(version, { ...rules, selective }, jumps),
    );
  const fast = await restore(true);
  if (fast.ok) return null;
  const plain = await restore(false);
  return plain.ok ? null : plain;
}

async function installNative(rules: Omit<QueueRules, 'selective'>): Promise<InstallResult> {
  const result = await runTool('nft', ['-f', '-'], nftQueueTable({ ...rules, selective: false }));
  return result.ok ? { ok: true, by: 'nft' } : refusal(result);
}

function refusal(result: ToolResult): InstallResult {
  if (result.ok) return { ok: true, by: 'iptables-nft' };
  return {
    ok: false,
    reason: result.missing === null ? 'kernel-refused' : 'missing-tool',
    detail: result.detail,
  };
}

async function jumpsToUs(version: Version, hook: Hook): Promise<boolean> {
  const chain = hook === 'INPUT' ? CHAIN_IN : CHAIN_OUT;
  return (await runTool(TOOL[version], ['-w', '-t', 'mangle', '-C', hook, '-j', chain])).ok;
}

async function lookAt(version: Version): Promise<{ table: boolean; hooks: Hook[] }> {
  const family = FAMILY[version];
  const table = (await runTool('nft', ['list', 'table', family, 'mangle'])).ok;
  const hooks: Hook[] = [];
  for (const hook of HOOKS) {
    if ((await runTool('nft', ['list', 'chain', family, 'mangle', hook])).ok) hooks.push(hook);
  }
  return { table, hooks };
}

/**
 * iptables makes the table and its built-in chains when first used; those that were not there before us go again,
 * unless somebody has put rules there since (nft refuses to delete what is in use, and that is right).
 */
async function removeXt(footprint: Footprint): Promise<void> {
  for (const version of [4, 6] as const) {
    const jumps: Hook[] = [];
    for (const hook of HOOKS) if (await jumpsToUs(version, hook)) jumps.push(hook);
    if ((await runTool('nft', ['list', 'table', FAMILY[version], 'mangle'])).ok) {
      await runTool(`${TOOL[version]}-restore`, ['--noflush', '--wait'], iptablesRemove(jumps));
    }
    await removeEmpty(version, footprint.before[version]);
  }
}

async function removeEmpty(
  version: Version,
  before: { readonly table: boolean; readonly hooks: readonly Hook[] },
): Promise<void> {
  const family = FAMILY[version];
  for (const hook of HOOKS) {
    if (before.hooks.includes(hook)) continue;
    const chain = await runTool('nft', ['list', 'chain', family, 'mangle', hook]);
    if (chain.ok && chain.stdout.includes('policy accept') && !hasRules(chain.stdout)) {
      await runTool('nft', ['delete', 'chain', family, 'mangle', hook]);
    }
  }
  if (before.table) return;
  const table = await runTool('nft', ['list', 'table', family, 'mangle']);
  if (table.ok && !table.stdout.includes('chain '))
    await runTool('nft', ['delete', 'table', family, 'mangle']);
}

/** `nft list chain` of an empty base chain has its table, its name, its type line and two closing braces. */
function hasRules(listing: string): boolean {
  const lines = listing.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  return lines.length > 5;
}
