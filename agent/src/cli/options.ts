import { parseArgs } from 'node:util';
import { EXIT_USAGE, type Terminal } from './command.ts';

/** One option of a command. `value` names its argument in help texts; without it the option is a switch. */
export interface OptionSpec {
  readonly value?: string;
  readonly help: string;
  readonly required?: boolean;
}

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;
export type Options<S extends OptionSpecs> = { readonly [K in keyof S]?: string };

export interface Usage<S extends OptionSpecs> {
  readonly name: string;
  readonly summary: string;
  readonly options: S;
  /** Further lines of help. */
  readonly notes?: readonly string[];
}

/** What to do after reading a command line: go on with the options, or end with an exit code. */
export type ReadOptions<S extends OptionSpecs> =
  | { readonly ok: true; readonly options: Options<S>; readonly switches: ReadonlySet<string> }
  | { readonly ok: false; readonly exitCode: number };

/** Reads the words after a command's name. A mistake is named, with the option that was probably meant and all others. */
export const readOptions = <S extends OptionSpecs>(
  usage: Usage<S>,
  words: readonly string[],
  terminal: Terminal,
): ReadOptions<S> => {
  if (words.includes('--help') || words[0] === 'help') {
    for (const line of helpLines(usage)) terminal.out(line);
    return { ok: false, exitCode: 0 };
  }
  const mistakes: string[] = [];
  const values: Record<string, string> = {};
  const switches = new Set<string>();
  const { tokens } = parseArgs({
    args: [...words],
    options: Object.fromEntries(
      Object.entries(usage.options).map(([name, { value }]) => [
        name,
        { type: value ? ('string' as const) : ('boolean' as const) },
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind === 'positional') mistakes.push(`"${token.value}" is not expected here.`);
    if (token.kind !== 'option') continue;
    const spec = usage.options[token.name];
    if (!spec) mistakes.push(unknownOption(token.rawName, Object.keys(usage.options)));
    else if (!spec.value) switches.add(token.name);
    else if (token.value === undefined || token.value === '')
      mistakes.push(`${token.rawName} needs its ${spec.value}.`);
    else if (values[token.name] !== undefined) mistakes.push(`${token.rawName} is given twice.`);
    else values[token.name] = token.value;
  }
  for (const [name, { required }] of Object.entries(usage.options)) {
    if (required && values[name] === undefined) mistakes.push(`--${name} is missing.`);
  }
  if (mistakes.length === 0) return { ok: true, options: values as Options<S>, switches };
  for (const line of [...mistakes, '', ...helpLines(usage)]) terminal.error(line);
  return { ok: false, exitCode: EXIT_USAGE };
};

export const helpLines = <S extends OptionSpecs>({
  name,
  summary,
  options,
  notes = [],
}: Usage<S>): string[] => {
  const left = Object.entries(options).map(([option, { value }]) => `--${option}${value ? ` ${value}` : ''}`);
  const width = Math.max(...left.map((text) => text.length));
  return [
    `agent ${name}: ${summary}`,
    ...Object.values(options).map(
      ({ help, required }, i) => `  ${left[i]?.padEnd(width)}  ${help}${required ? ' (required)' : ''}`,
    ),
    ...notes,
  ];
};

const unknownOption = (written: string, known: readonly string[]): string => {
  const name = written.replace(/^-+/, '');
  const near = known.find((candidate) => distance(candidate, name) <= 2);
  return `There is no option ${written}.${near ? ` Did you mean --${near}?` : ''}`;
};

/** Letters to change, add or leave out to get from one word to the other. */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
};
