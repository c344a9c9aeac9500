import { join } from 'node:path';
import { type KeyFile, keyFile } from './aws/key-file.ts';
import { ownBundles } from './bundles.ts';
import { type Ending, ending } from './ending.ts';
import { gateway } from './http/gateway.ts';
import { servePlain, serveTls } from './http/servers.ts';
import type { FunctionClock } from './lambda/clock.ts';
import type { Endpoints } from './lambda/environment.ts';
import { startFunctions } from './lambda/fleet.ts';
import type { Outcome } from './lambda/invocation.ts';
import { lockDataDir } from './lock.ts';
import { choosePorts } from './ports.ts';
import { startQueues } from './queues/start.ts';
import { runSchedules } from './schedule/run.ts';
import { startScheduler } from './schedule/start.ts';
import { startServices } from './services.ts';
import { audience, clientId } from './sign-in/provider.ts';
import { type SignIn, startSignIn } from './sign-in/start.ts';
import { connectSources, type Sources } from './sources.ts';
import { openTables } from './storage.ts';
import { loadAssembly, type Resource } from './template/assembly.ts';
import type { Parts } from './template/parts.ts';
import { readParts } from './template/read-parts.ts';
import { serverIdentity } from './tls/authority.ts';

export interface MachineOptions {
  /** Absent: functions keep the machine's time. */
  readonly clock?: FunctionClock | undefined;
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
  /** Invokes a function by its name or a part of it that only it has. */
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
  const { issuer } = signIn;
  const sqsEndpoint = queues.endpoint;
  const keyId = keyIdIn(keys);
  const read = readParts(assembly, { region, sqsEndpoint, apiEndpoint: api, issuer, clientId, keyId });
  const parts = { ...read, functions: ownBundles(join(dataDir, 'bundles'), read.functions) };
  queues.declare(parts.queues, parts.buckets);
  const external = options.dynamodbEndpoint;
  const tables = await openTables({ dataDir, region, external, tables: parts.tables, report, ending: end });
  const services = await startServices({ parts, dataDir, keys, mailPort: ports.mail }, end);
  const endpoints: Endpoints = {
    DYNAMODB: tables.endpoint,
    SQS: sqsEndpoint,
    S3: queues.endpoint,
    KMS: services.kms,
    SES: services.ses,
    SCHEDULER: await startScheduler({ parts, dataDir, region, sqsEndpoint, report }, end),
  };
  const overrides = { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience, OIDC_JWKS: signIn.jwksUrl };
  let sources: Sources | undefined;
  end.add(() => sources?.settle());
  const { functions } = parts;
  const invoke = startFunctions(
    { functions, region, endpoints, overrides, logs: join(dataDir, 'logs'), clock: options.clock?.shared },
    end,
  );
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
    urls: { api, agents: `https://127.0.0.1:${ports.agents}`, mail: services.mail, issuer },
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
