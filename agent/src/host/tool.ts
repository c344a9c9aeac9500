import { spawn } from 'node:child_process';

/** How a host tool ended. `missing` names the Debian package that brings it. */
export type ToolResult =
  | { readonly ok: true; readonly stdout: string }
  | { readonly ok: false; readonly missing: string; readonly detail: string }
  | { readonly ok: false; readonly missing: null; readonly detail: string };

const PACKAGES: Record<string, string> = {
  nft: 'nftables',
  'iptables-nft': 'iptables',
  'ip6tables-nft': 'iptables',
  'iptables-nft-restore': 'iptables',
  'ip6tables-nft-restore': 'iptables',
};

const MOST_OUTPUT = 64 * 1024 * 1024;

/** A service's PATH often lacks the administrator's directories. */
const PATH = `${process.env.PATH ?? ''}:/usr/sbin:/sbin:/usr/bin:/bin`;

/** Runs a tool to its end with `input` on stdin, bounded to `timeoutMs`. Never throws. */
export function runTool(
  tool: string,
  args: readonly string[],
  input = '',
  timeoutMs = 20_000,
): Promise<ToolResult> {
  return new Promise((resolve) => {
    const child = spawn(tool, args, { env: { ...process.env, PATH, LC_ALL: 'C' }, timeout: timeoutMs });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (stdout.length < MOST_OUTPUT) stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (stderr.length < 4096) stderr += text;
    });
    child.on('error', (error: NodeJS.ErrnoException) => {
      const missing = error.code === 'ENOENT' ? (PACKAGES[tool] ?? tool) : null;
      const detail =
        missing === null
          ? `${tool}: ${error.message}`
          : `${tool} is not installed; the Debian package ${missing} brings it`;
      resolve({ ok: false, missing, detail });
    });
    child.on('close', (code, signal) => {
      if (code === 0) resolve({ ok: true, stdout });
      else
        resolve({
          ok: false,
          missing: null,
          detail: `${tool} ${args.join(' ')}: ${stderr.trim() || signal || code}`,
        });
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}
