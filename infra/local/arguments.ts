import { parseArgs } from 'node:util';

export interface Arguments {
  readonly demo: boolean;
  readonly dataDir: string;
  readonly port: number;
  /** Written once everything answers. */
  readonly readyFile?: string;
}

export type ReadArguments =
  | { readonly kind: 'run'; readonly run: Arguments }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly message: string };

export const usage = `Runs the whole plane on this machine.

  npm start -- [--no-demo] [--data DIR] [--port N] [--ready FILE]

  --no-demo     the plane alone, without a protected web server and an agent
  --data DIR    where everything that lasts is kept (default .data)
  --port N      port of the plain HTTP API on 127.0.0.1; 0 picks a free one (default 8787)
  --ready FILE  write addresses and credentials there, mode 0600, once everything answers
  --help        show this

DYNAMODB_ENDPOINT names another DynamoDB-compatible endpoint to keep the table in.`;

const defaultPort = '8787';

const options = {
  'no-demo': { type: 'boolean', default: false },
  data: { type: 'string', default: '.data' },
  port: { type: 'string', default: defaultPort },
  ready: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

/** Reads the command line; anything it does not know is wrong, with a message that says what. */
export function readArguments(args: readonly string[]): ReadArguments {
  try {
    const { values } = parseArgs({ args: [...args], options, allowPositionals: false });
    if (values.help) return { kind: 'help' };
    const port = Number(values.port);
    if (!/^\d{1,5}$/.test(values.port) || port > 65_535) {
      return { kind: 'wrong', message: `--port is "${values.port}": expected a number from 0 to 65535` };
    }
    if (values.data === '') return { kind: 'wrong', message: '--data needs a directory' };
    if (values.ready === '') return { kind: 'wrong', message: '--ready needs a file' };
    const { data: dataDir, ready } = values;
    const readyFile = ready === undefined ? {} : { readyFile: ready };
    return { kind: 'run', run: { demo: !values['no-demo'], dataDir, port, ...readyFile } };
  } catch (error) {
    return { kind: 'wrong', message: error instanceof Error ? error.message : String(error) };
  }
}
