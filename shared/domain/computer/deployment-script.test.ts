import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { deploymentScript } from './deployment-script.ts';

const wish = {
  url: 'https://plane.example',
  tenantID: 't',
  activate: true,
  token: "a'b; rm -rf x",
  policyID: 4,
  groupID: 7,
};
const checked = (script: string) => spawnSync('sh', ['-n'], { input: script });

it('is a script that a shell can read, with every value as one word', () => {
  const script = deploymentScript(wish);
  expect(checked(script).status).toBe(0);
  expect(script).toContain("--url 'https://plane.example'");
  expect(script).toContain('--policy-id 4');
  expect(script).toContain('--group-id 7');
  const token = script.split('\n').find((line) => line.startsWith('TOKEN='));
  expect(spawnSync('sh', ['-c', `${token}; printf %s "$TOKEN"`]).stdout.toString()).toBe(wish.token);
});

it('asks for the token when it may not hold one, and needs none without activation', () => {
  const { token: _, ...without } = wish;
  expect(deploymentScript(without)).toContain('${TOKEN:?');
  expect(checked(deploymentScript(without)).status).toBe(0);
  expect(deploymentScript({ ...without, activate: false })).not.toContain('TOKEN');
});

it('stops on a host without the agent', () => {
  const run = spawnSync('sh', [], {
    input: deploymentScript(wish),
    env: { ...process.env, AGENT_HOME: '/nowhere' },
  });
  expect(run.status).not.toBe(0);
  expect(run.stderr.toString()).toMatch(/^deployment: /);
});
