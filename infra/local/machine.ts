import { join } from 'node:path';
import { type KeyFile, keyFile } from './aws/key-file.ts';
import { kms } from './aws/kms.ts';
import { loopbackServer } from './aws/loopback-server.ts';
import { ses } from './aws/ses.ts';
import { ownBundles } from './bundles.ts';
import { type Ending, ending } from './ending.ts';
import { gateway } from './http/gateway.ts';
import { servePlain, serveTls } from './http/servers.ts';
import { type Endpoints, functionEnvironment } from './lambda/environment.ts';
import { failed, type Outcome } from './lambda/invocation.ts';
import { logFile } from './lambda/log-file.ts';
import { functionPool } from './lambda/pool.ts';
import { lockDataDir } from './lock.ts';
import { mailbox } from './mail/mailbox.ts';
import { mailPages } from './mail/page.ts';
import { smtpSink } from './mail/smtp.ts';
import { choosePorts } from './ports.ts';
import { startQueues } from './queues/start.ts';
import { runSchedules } from './schedule/run.ts';
import { audience, clientId } from './sign-in/provider.ts';
import { type SignIn, startSignIn } from './sign-in/start.ts';
import { connectSources, type Sources } from './sources.ts';
import { openTables } from './storage.ts';
import { loadAssembly, type Resource } from './template/assembly.ts';
import type { Surroundings } from './template/names.ts';
import type { Parts } from './template/parts.ts';
import { readParts } from './template/read-parts.ts';
import { serverIdentity } from './tls/authority.ts';

export interface MachineOptions {
  /** Everything that lasts is under here; one machine at a time. */
  readonly dataDir: string;
  /** The synthesized app. */
  readonly cdkOut: string;
  /** Of plain HTTP; 0: the one of the last start, else a free one. */
  readonly port: number;
  /** Default: the first of the app. */
  readonly region?: string;
  /** Another DynamoDB endpoint to use instead of our own. */
  readonly dynamodbEndpoint?: string;
  /** One line about something that went wrong while running. */
  readonly report: (message: string) => void;
}

/** A plane that runs on this machine. */
export interface Machine {
  readonly region: string;
  readonly urls: {
    /** Plain HTTP, e.g. `http://127.0.0.1:8787`; the management API is below `/api`. */
    readonly api: string;
    /** TLS, for agents; trusted by `ca`. */
    readonly agents: string;
    readonly mail: string;
    readonly issuer: string;
  };
  /** PEM file of the authority that vouches for `urls.agents`. */
  readonly ca: string;
  readonly endpoints: Endpoints;
  readonly parts: Parts;
  readonly signIn: SignIn;
  /** Invokes a function by name, ARN or a part of its name that only it has. */
  invoke(functionName: string, event: unknown): Promise<Outcome>;
  /** Fires a rule by name or a part of it that only it has. */
  fireSchedule(name: string): Promise<readonly Outcome[]>;
  sweepExpired(): Promise<number>;
  /** Resolves, with the reason, when the machine cannot go on. */
  readonly failed: Promise<string>;
  stop(): Promise<void>;
}

/** Another machine has the data directory. */
export class DataDirInUse extends Error {
  override readonly name = 'DataDirInUse';
}

/** The one whose name is, or alone contains, what was asked for. */
function only<T extends { readonly name: string }>(all: readonly T[], wanted: string, what: string): T {
  const exact = all.find(({ name }) => name === wanted);
  const partial = all.filter(
    ({ name }) => name.includes(wanted.replaceAll('-', '')) || name.includes(wanted),
  );
  const [one, ...more] = exact ? [exact] : partial;
  if (one && more.length === 0) return one;
  const names = all.map(({ name }) => name).join(', ');
  throw new Error(`${one ? 'more than one' : 'no'} ${what} is called ${wanted}; there are: ${names}`);
}

const keyIdIn =
  (keys: KeyFile) =>
  ({ stack, logicalId, properties }: Resource): string =>
    keys.keyFor(`${stack}/${logicalId}`, String(properties.KeySpec ?? 'SYMMETRIC_DEFAULT')).id;

/** Starts everything the template declares for one region, and what stands in for AWS around it. */
export async function startMachine(options: MachineOptions): Promise<Machine> {
  const locked = lockDataDir(options.dataDir);
  if (!locked.ok) {
    throw new DataDirInUse(`${options.dataDir} is in use by another machine (process ${locked.pid})`);
  }
  const end = ending(options.report);
  end.add(locked.release);
  try {
    return await assemble(options, end);
  } catch (error) {
    await end.run();
    throw error;
  }
}

async function assemble(options: MachineOptions, end: Ending): Promise<Machine> {
  const { dataDir, report } = options;
  const assembly = loadAssembly(options.cdkOut, options.region);
  const { region } = assembly;
  const ports = await choosePorts(join(dataDir, 'ports.json'), options.port);
  const api = `http://127.0.0.1:${ports.api}`;
  const keys = keyFile(join(dataDir, 'keys.json'));
  const queues = await startQueues(join(dataDir, 'queues'), region);
  end.add(queues.stop);
  const signIn = await startSignIn(join(dataDir, 'sign-in'), ports.signIn);
  end.add(signIn.stop);
  const around: Surroundings = {
    region,
    sqsEndpoint: queues.endpoint,
    apiEndpoint: api,
    issuer: signIn.issuer,
    clientId,
    keyId: keyIdIn(keys),
  };
  const read = readParts(assembly, around);
  const parts = { ...read, functions: ownBundles(join(dataDir, 'bundles'), read.functions) };
  queues.declare(parts.queues, parts.buckets);
  const external = options.dynamodbEndpoint;
  const tables = await openTables({ dataDir, region, external, tables: parts.tables, report, ending: end });
  const served = parts.keys.map((part) => ({ part, key: keys.byId(part.id) }));
  const kmsServer = await loopbackServer(kms(served));
  end.add(kmsServer.stop);
  const mail = mailbox(join(dataDir, 'mail'));
  const smtp = await smtpSink(mail);
  end.add(smtp.stop);
  const sesServer = await loopbackServer(ses(parts.mailIdentities, smtp.port));
  end.add(sesServer.stop);
  const mailServer = await loopbackServer(mailPages(mail), ports.mail);
  end.add(mailServer.stop);

  const endpoints: Endpoints = {
    DYNAMODB: tables.endpoint,
    SQS: queues.endpoint,
    S3: queues.endpoint,
    KMS: kmsServer.url,
    SES: sesServer.url,
  };
  const people = { OIDC_ISSUER: signIn.issuer, OIDC_AUDIENCE: audience, OIDC_JWKS: signIn.jwksUrl };
  let sources: Sources | undefined;
  end.add(() => sources?.settle());
  const invoke = startFunctions({ parts, region, endpoints, people, logs: join(dataDir, 'logs') }, end);
  const sqsEndpoint = queues.endpoint;
  sources = await connectSources({ parts, dataDir, region, sqsEndpoint, tables, invoke, report });
  end.add(sources.quiesce);
  const schedules = runSchedules({ schedules: parts.schedules, region, invoke, report });
  end.add(schedules.stop);
  const identity = await serverIdentity(join(dataDir, 'tls'), new Date());
  const listener = gateway(parts.routes, invoke);
  end.add(await servePlain(listener, ports.api));
  end.add(await serveTls(listener, ports.agents, identity));
  return {
    region,
    urls: { api, agents: `https://127.0.0.1:${ports.agents}`, mail: mailServer.url, issuer: signIn.issuer },
    ca: identity.caFile,
    endpoints,
    parts,
    signIn,
    invoke: (name, event) => invoke(only(parts.functions, name, 'function').arn, event),
    fireSchedule: (name) => schedules.fire(only(parts.schedules, name, 'rule').name),
    sweepExpired: tables.sweepExpired,
    failed: tables.ended,
    stop: end.run,
  };
}

interface FunctionSurroundings {
  readonly parts: Parts;
  readonly region: string;
  readonly endpoints: Endpoints;
  readonly people: Readonly<Record<string, string>>;
  readonly logs: string;
}

/** A pool per function; what comes back invokes one by its ARN. */
function startFunctions(around: FunctionSurroundings, end: Ending) {
  const pools = new Map(
    around.parts.functions.map((part) => {
      const log = logFile(around.logs, part.environment.POWERTOOLS_SERVICE_NAME ?? part.name);
      const environment = functionEnvironment(part, around.region, around.endpoints, around.people);
      const pool = functionPool({ part, environment, log: log.write });
      end.add(async () => {
        await pool.stop();
        log.close();
      });
      return [part.arn, pool];
    }),
  );
  return (functionArn: string, event: unknown): Promise<Outcome> =>
    pools.get(functionArn)?.invoke(event) ?? Promise.resolve(failed('error', `no function ${functionArn}`));
}
