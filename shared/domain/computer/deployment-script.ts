/** What a deployment script is written from. */
export interface Deployment {
  /** Where agents reach the plane, `https://…`. */
  readonly url: string;
  readonly tenantID: string;
  /** Absent: the script asks for it in TOKEN. */
  readonly token?: string | undefined;
  readonly policyID?: number | undefined;
  readonly groupID?: number | undefined;
  readonly activate: boolean;
}

/**
 * A script for a Linux host on which the agent's package is unpacked: it checks that the host can run it and, where
 * asked for, activates it. It downloads nothing: packages are not served by the plane yet, and it says so.
 */
export const deploymentScript = (wish: Deployment): string =>
  [
    '#!/bin/sh',
    '# Activates the Managed Virtual Patch agent on this host. Run as root.',
    '# AGENT_HOME: the folder into which the agent package was unpacked and installed (npm ci).',
    'set -eu',
    '',
    'AGENT_HOME="${AGENT_HOME:-/opt/managed-virtual-patch}"',
    ...(wish.activate
      ? [`TOKEN=${wish.token ? quoted(wish.token) : '"${TOKEN:?set TOKEN to an activation token}"'}`]
      : []),
    '',
    'fail() { echo "deployment: $1" >&2; exit 1; }',
    '[ "$(uname -s)" = Linux ] || fail "only Linux is supported"',
    '[ "$(id -u)" = 0 ] || fail "run this as root"',
    '[ -f "$AGENT_HOME/agent/src/cli/main.ts" ] || fail "there is no agent in $AGENT_HOME; unpack its package there first"',
    'command -v nft >/dev/null || fail "nftables is missing; install it with the package manager of this host"',
    '',
    'cd "$AGENT_HOME"',
    ...(wish.activate ? [activation(wish)] : ['npm run --silent agent -- help']),
    '',
  ].join('\n');

const activation = ({ url, tenantID, policyID, groupID }: Deployment): string =>
  [
    'npm run --silent agent -- activate',
    `--url ${quoted(url)}`,
    `--tenant ${quoted(tenantID)}`,
    '--token "$TOKEN"',
    ...(policyID === undefined ? [] : [`--policy-id ${policyID}`]),
    ...(groupID === undefined ? [] : [`--group-id ${groupID}`]),
  ].join(' \\\n  ');

/** A shell word whatever is in it. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
