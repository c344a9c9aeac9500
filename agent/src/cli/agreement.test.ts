import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import {
  type CompiledRules,
  compileSignatures,
  createEngine,
  type Hit,
  type Signature,
} from '../../../shared/domain/ips/engine.ts';
import { readCapture } from '../capture/capture-file.ts';
import { signaturesOf } from './rule-file.ts';

/** Recorded answers of an independent engine; they lie beside the repository and are not part of it. */
const FIXTURES = join(import.meta.dirname, '../../../../shared/fixtures');
const present = existsSync(FIXTURES);
const folder = mkdtempSync(join(tmpdir(), 'agreement-'));
afterAll(() => rmSync(folder, { recursive: true }));

function hitsOf(rules: CompiledRules, path: string): Hit[] {
  const engine = createEngine({ rules, mode: 'tap', behaviour: 'detect' });
  const hits: Hit[] = [];
  for (const { datagram, at } of readCapture(path))
    if (datagram !== null) hits.push(...engine.inspect(datagram, at).hits);
  return hits.filter(({ reason }) => reason === null);
}

function lines<T>(text: string): T[] {
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
}

function sorted(sids: Iterable<number>): string {
  return [...new Set(sids)].sort((a, b) => a - b).join(' ');
}

interface Case {
  readonly case: string;
  readonly pcap: string;
  readonly rules: string;
  readonly alerts: readonly { readonly sid: number }[];
}

/**
 * What the engine does not do yet, by case: tunnels in IP, HTTP/2, Cisco HDLC, a host taken from CONNECT, and a
 * dropped flow that is inspected no more although nothing is dropped.
 */
const KNOWN_DIFFERENCES = [
  'bug-4571-03-pre-8',
  'bug-5464-verdict-07',
  'bug-5929-02',
  'bug-7851-01',
  'decode-chdlc-02',
  'flow-drop-iponly-01',
];

describe.skipIf(!present)(
  'agreement with recorded answers (skipped where ../shared/fixtures is missing)',
  () => {
    it('cases of the verify collection whose rules all load', () => {
      const root = join(FIXTURES, 'inspect/verify');
      const differing: string[] = [];
      let loaded = 0;
      for (const { case: name, pcap, rules: file, alerts } of lines<Case>(
        readFileSync(join(root, 'cases.jsonl'), 'utf8'),
      )) {
        const rules = compileSignatures(signaturesOf(readFileSync(join(root, file), 'utf8'), 1));
        if (rules.refused.length > 0) continue;
        loaded++;
        let found = 'unreadable';
        try {
          found = sorted(hitsOf(rules, join(root, pcap)).map(({ sid }) => sid));
        } catch {
          // A link type that is not read counts as a difference.
        }
        if (found !== sorted(alerts.map(({ sid }) => sid))) differing.push(name);
      }
      expect(loaded).toBeGreaterThanOrEqual(61);
      expect(differing.filter((name) => !KNOWN_DIFFERENCES.includes(name))).toEqual([]);
    });

    const open = 'etopen/2024-04-21/emerging-';
    const signatures = (): Signature[] =>
      ['web_specific_apps', 'web_server', 'exploit'].flatMap((name) =>
        signaturesOf(readFileSync(join(FIXTURES, `${open}${name}.rules`), 'utf8'), 1).filter(({ text }) =>
          text.startsWith('alert'),
        ),
      );

    it.each([
      ['attacks-01', 2348],
      ['benign-01', 1000],
    ])('flows of %s, every loaded rule at once: at least %i agree', (name, floor) => {
      const rules = compileSignatures(signatures());
      expect(rules.loaded).toBeGreaterThanOrEqual(6500);
      const path = join(folder, `${name}.pcap`);
      const etgen = join(FIXTURES, 'inspect/etgen');
      writeFileSync(path, gunzipSync(readFileSync(join(etgen, `${name}.pcap.gz`))));
      const found = new Map<string, number[]>();
      for (const { flow, sid } of hitsOf(rules, path)) {
        const client = `${flow.client.ip}:${flow.client.port}`;
        found.set(client, [...(found.get(client) ?? []), sid]);
      }
      const refused = new Set(rules.refused.map(({ sid }) => sid));
      const labels = lines<{ src: string; sids: number[] }>(
        gunzipSync(readFileSync(join(etgen, `${name}.labels.jsonl.gz`))).toString(),
      );
      const agreeing = labels.filter(
        ({ src, sids }) => sorted(found.get(src) ?? []) === sorted(sids.filter((sid) => !refused.has(sid))),
      );
      expect(agreeing.length).toBeGreaterThanOrEqual(floor);
    });
  },
);
