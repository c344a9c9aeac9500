import { readFileSync } from 'node:fs';
import { type ActivationRequest, activationRequest } from '../../../shared/schema/agent/activation.ts';
import { readPlaneUrl } from '../link/plane-url.ts';
import { openState } from '../state/agent-state.ts';
import type { PlaneAddress } from '../state/identity.ts';
import { activateHost } from '../supervisor/activate.ts';
import { askControl } from '../supervisor/control-socket.ts';
import { describeHost } from '../supervisor/host/host-facts.ts';
import { EXIT_USAGE, type Terminal } from './command.ts';
import { fromFieldForm } from './field-form.ts';
import { type Options, readOptions, type Usage } from './options.ts';
import { EXIT_FAILED, onState, stateOption } from './state-option.ts';

const options = {
  url: { value: 'URL', help: 'address of the plane, https://HOST[:PORT]', required: true },
  tenant: { value: 'GUID', help: "your tenant's id", required: true },
  token: { value: 'TOKEN', help: 'activation token of the tenant', required: true },
  'policy-id': { value: 'N', help: 'policy that this computer gets' },
  policy: { value: 'NAME', help: 'the same, by name' },
  'group-id': { value: 'N', help: 'computer group' },
  group: { value: 'A/B', help: 'the same, by name; levels that do not exist are made' },
  'display-name': { value: 'TEXT', help: 'name shown in the console' },
  description: { value: 'TEXT', help: 'description shown in the console' },
  ca: { value: 'FILE', help: 'PEM of the only authority to trust, instead of the system’s' },
  socket: { value: 'PATH', help: 'Unix socket that carries the connection to the plane' },
  ...stateOption,
} as const;

const usage: Usage<typeof options> = {
  name: 'activate',
  summary: 'make this host a protected computer of a tenant',
  options,
  notes: [
    'Also understood: activate -a dsm://HOST:PORT/ "tenantID:GUID" "token:TOKEN" "policyid:N" "displayname:TEXT"',
    'Ends with 0 when the host is activated, 1 when the plane refused or was not reached, 2 for a wrong option.',
  ],
};

export const runActivate = async (words: readonly string[], terminal: Terminal): Promise<number> => {
  const form = fromFieldForm(words);
  if (!form.ok) {
    terminal.error(form.message);
    return EXIT_USAGE;
  }
  const read = readOptions(usage, form.words, terminal);
  if (!read.ok) return read.exitCode;
  return onState(read.options.state, terminal, (directory) => activate(directory, read.options, terminal));
};

const activate = async (
  directory: string,
  given: Options<typeof options>,
  terminal: Terminal,
): Promise<number> => {
  const wrong = (message: string): number => {
    terminal.error(message);
    return EXIT_USAGE;
  };
  const plane = planeOf(given);
  if (!plane.ok) return wrong(plane.message);
  const state = openState(directory);
  const host = describeHost(directory, []);
  const request = requestOf(given, host);
  if (!request.ok) return wrong(request.message);
  for (const problem of host.problems) terminal.error(`Note: ${problem}`);
  const activated = await activateHost({
    state,
    plane: plane.value,
    request: request.value,
    now: () => Date.now(),
  });
  if (!activated.ok) {
    terminal.error(`Not activated. ${activated.message}`);
    return EXIT_FAILED;
  }
  const { computerID, tenantID, policyID } = activated.value;
  terminal.out(`Activated as computer ${computerID} of tenant ${tenantID}.`);
  if (policyID === 0) terminal.error(`Note: ${noPolicy(given.policy)}`);
  else if (policyID !== undefined) terminal.out(`It follows policy ${policyID}.`);
  const running = await askControl(directory, 'activated');
  terminal.out(
    running
      ? 'The running agent takes over now.'
      : 'Protection starts when the agent runs: "agent run", or its service.',
  );
  return 0;
};

/** An unknown name is no reason to refuse (behaviour.md section 7), but nobody should take such a host for protected. */
const noPolicy = (wanted: string | undefined): string =>
  `${wanted === undefined ? '' : `there is no policy "${wanted}". `}This computer has no policy: nothing is ` +
  'protected until it is given one.';

type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };

const planeOf = (given: Options<typeof options>): Read<PlaneAddress> => {
  const url = readPlaneUrl(given.url ?? '');
  if (!url.ok) return url;
  const socket = given.socket ? { socket: given.socket } : {};
  if (!given.ca) return { ok: true, value: { url: url.url, ...socket } };
  let ca: string;
  try {
    ca = readFileSync(given.ca, 'utf8');
  } catch (error) {
    return { ok: false, message: `--ca ${given.ca} cannot be read (${(error as Error).message}).` };
  }
  if (!ca.includes('-----BEGIN CERTIFICATE-----')) {
    return { ok: false, message: `--ca ${given.ca} is not a certificate in PEM form.` };
  }
  return { ok: true, value: { url: url.url, ca, ...socket } };
};

const OPTION_NAMES: Readonly<Record<string, string>> = {
  tenantID: 'tenant',
  policyID: 'policy-id',
  groupID: 'group-id',
  displayName: 'display-name',
};

const requestOf = (
  given: Options<typeof options>,
  host: ActivationRequest['host'],
): Read<Omit<ActivationRequest, 'protocol'>> => {
  const parsed = activationRequest.omit({ protocol: true }).safeParse({
    tenantID: given.tenant,
    token: given.token,
    host,
    displayName: given['display-name'],
    description: given.description,
    policyID: given['policy-id'] && Number(given['policy-id']),
    policy: given.policy,
    groupID: given['group-id'] && Number(given['group-id']),
    group: given.group,
  });
  if (parsed.success) return { ok: true, value: parsed.data };
  const issue = parsed.error.issues[0];
  const member = String(issue?.path[0]);
  return { ok: false, message: `--${OPTION_NAMES[member] ?? member}: ${issue?.message}` };
};
