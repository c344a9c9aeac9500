import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  type CompiledRules,
  compileSignatures,
  createEngine,
  type Endpoint,
  type Hit,
  type Signature,
} from '../../../shared/domain/ips/engine.ts';
import { CaptureError, readCapture } from '../capture/capture-file.ts';
import { EXIT_USAGE, type Terminal } from './command.ts';
import { signaturesOf } from './rule-file.ts';

const USAGE = `usage: agent inspect --rules FILE [--rules FILE ...] --pcap FILE [--mode inline|tap]
  --rules FILE  rules, one a line; may be given several times
  --pcap FILE   capture (pcap or pcapng)
  --mode MODE   inline (default): what a rule drops is dropped, and the rest of its flow; tap: nothing is
Prints one line of JSON per alert, then one of counts. Ends with 0, or 2 when a file cannot be used.`;

interface InspectOptions {
  readonly rules: readonly string[];
  readonly pcap: string;
  readonly mode: 'inline' | 'tap';
}

/**
 * Reads a capture through the engine as if it came from the queue, in prevent: what a rule drops is dropped, and so
 * is the rest of its flow. One line per alert, then one line of counts. A file that cannot be used ends it with 2.
 */
export async function runInspect(words: readonly string[], terminal: Terminal): Promise<number> {
  if (words.includes('--help')) {
    terminal.out(USAGE);
    return 0;
  }
  const options = readOptions(words);
  if (typeof options === 'string') {
    terminal.error(options);
    terminal.error(USAGE);
    return EXIT_USAGE;
  }
  const signatures = readRules(options.rules);
  if (typeof signatures === 'string') {
    terminal.error(signatures);
    return EXIT_USAGE;
  }
  const rules = compileSignatures(signatures);
  try {
    inspectCapture(options, rules, terminal);
    return 0;
  } catch (error) {
    if (!(error instanceof CaptureError)) throw error;
    terminal.error(`${options.pcap}: ${error.message}`);
    return EXIT_USAGE;
  }
}

function inspectCapture({ pcap, mode }: InspectOptions, rules: CompiledRules, terminal: Terminal): void {
  const engine = createEngine({
    rules,
    mode,
    behaviour: 'prevent',
    limits: { hashSeed: randomInt(2 ** 32) },
  });
  const started = process.hrtime.bigint();
  let packets = 0;
  for (const { datagram, at } of readCapture(pcap)) {
    packets++;
    if (datagram === null) continue;
    for (const hit of engine.inspect(datagram, at).hits)
      terminal.out(JSON.stringify(alertLine(hit, packets)));
  }
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  const refused = rules.refused.map(({ sid, reason }) => ({ sid, reason }));
  const { bytes } = engine.counts();
  terminal.out(JSON.stringify({ packets, bytes, seconds, rules: { loaded: rules.loaded, refused } }));
}

function alertLine({ flow, sid, action, reason }: Hit, packet: number): object {
  return {
    src: place(flow.client),
    dst: place(flow.server),
    proto: flow.protocol,
    sid,
    action,
    reason,
    packet,
  };
}

function place({ ip, port }: Endpoint): string {
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
}

function readOptions(words: readonly string[]): InspectOptions | string {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        rules: { type: 'string', multiple: true },
        pcap: { type: 'string' },
        mode: { type: 'string', default: 'inline' },
      },
    });
    const { rules, pcap, mode } = values;
    if (rules === undefined) return 'name at least one rule file with --rules';
    if (pcap === undefined) return 'name a capture with --pcap';
    if (mode !== 'inline' && mode !== 'tap') return `--mode ${mode} is neither inline nor tap`;
    return { rules, pcap, mode };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function readRules(files: readonly string[]): Signature[] | string {
  const signatures: Signature[] = [];
  for (const file of files) {
    try {
      signatures.push(...signaturesOf(readFileSync(file, 'utf8'), signatures.length + 1));
    } catch (error) {
      return `${file}: cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
  return signatures;
}
