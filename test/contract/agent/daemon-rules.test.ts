import { randomBytes } from 'node:crypto';
import { zstdCompressSync } from 'node:zlib';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { contentDelta } from '../../../shared/ports/content-delta.ts';
import type { RuleKill } from '../../../shared/schema/agent/rule-kills.ts';
import { textsDigest } from '../../../shared/table/entities/rules/rule-kills.ts';
import { daemonUnderTest, prevent, rule } from '../../support/daemon-under-test.ts';
import { createFakeHost } from '../../support/fake-modules.ts';

const agent = daemonUnderTest();
const { activate, beat, firstBeat, numbers, start, stop } = agent;

describe('a new version of the rules', () => {
  const many = (word: string) =>
    prevent(
      ...Array.from({ length: 50 }, (_, i) =>
        rule({ ID: i + 1, signatures: [i === 7 ? word : `rule ${i}`] }),
      ),
    );
  const fetches = () => agent.plane.requests.flatMap(({ target }) => /content\/(.*)/.exec(target)?.[1] ?? []);
  const texts = () => agent.host.spec?.signatures.map(({ text }) => text);
  const takes = async (word: string) => {
    const { hash } = await agent.plane.offer(many(word));
    await beat();
    expect(agent.plane.beats.at(-1)?.applied?.hash).toBe(hash);
    expect(texts()).toContain(word);
    return hash;
  };

  it('comes as a delta, one after the other and over a restart', async () => {
    await activate();
    start();
    await firstBeat();
    const sizes: number[] = [];
    agent.plane.delta = (held, wanted) => {
      const delta = contentDelta(held, wanted) ?? wanted;
      sizes.push(delta.length / wanted.length);
      return delta;
    };
    const first = await takes('one');
    const second = await takes('two');
    const third = await takes('three');
    expect(fetches()).toEqual([first, `${second}?have=${first}`, `${third}?have=${second}`]);
    expect(Math.max(...sizes)).toBeLessThan(0.5);
    await stop();
    await agent.plane.goDown();
    agent.host = createFakeHost();
    start();
    await vi.waitFor(() => expect(texts()).toContain('three'));
    await agent.plane.comeBack();
    await takes('four');
    expect(sizes).toHaveLength(3);
  });

  it.each<[string, () => Uint8Array]>([
    ['leads elsewhere', () => zstdCompressSync('{"format":1}')],
    ['is noise', () => randomBytes(500)],
    ['is a bomb', () => zstdCompressSync(Buffer.alloc(64 * 1024 * 1024))],
  ])('is fetched whole when the delta %s', async (_how, delta) => {
    await activate();
    start();
    await firstBeat();
    const first = await takes('one');
    agent.plane.delta = delta;
    const second = await takes('two');
    expect(fetches()).toEqual([first, `${second}?have=${first}`, second]);
  });
});

describe('rules that the service has withdrawn', () => {
  const two = () => prevent(rule(), rule({ ID: 2, name: 'Shellshock', signatures: ['two'] }));
  const killed = async (sequence: number, ...rules: RuleKill[]) => {
    agent.plane.todo = [
      { what: 'rule-kills', list: await agent.plane.signKills({ sequence, issued: Date.now(), rules }) },
    ];
  };
  const running = () => agent.host.spec?.signatures.map(({ ruleID }) => ruleID);

  beforeEach(async () => {
    await activate();
    await agent.plane.offer(two());
    start();
    await vi.waitFor(() => expect(running()).toEqual([1, 2]));
  });

  it('are off with the beat that says so, after a restart, and in every later configuration', async () => {
    await killed(5, { ID: 2 });
    await beat();
    expect(running()).toEqual([1]);
    agent.plane.todo = [];
    await beat();
    expect(agent.plane.beats.at(-1)).toMatchObject({
      kills: 5,
      applied: { sequence: 1 },
      refusedRules: [{ ruleID: 2, reason: 'the service has withdrawn it' }],
    });
    expect(numbers()).toContain(9100);
    await stop();
    await agent.plane.goDown();
    agent.host = createFakeHost();
    start();
    await vi.waitFor(() => expect(running()).toEqual([1]));
    await agent.plane.comeBack();
    await agent.plane.offer({ ...two(), firewall: { state: 'on', rules: [] } });
    await beat();
    await vi.waitFor(() => expect(agent.plane.beats.at(-1)?.applied?.sequence).toBe(2));
    expect(running()).toEqual([1]);
  });

  it('run again when a newer list does not name them', async () => {
    await killed(5, { ID: 1 }, { ID: 2 });
    await beat();
    expect(running()).toBeUndefined();
    await killed(6, { ID: 1 });
    await beat();
    expect(running()).toEqual([2]);
    await killed(5, { ID: 2 });
    await beat();
    expect(running()).toEqual([2]);
  });

  it('by their texts are off with these texts only', async () => {
    await killed(5, { ID: 2, texts: textsDigest(['two']) });
    await beat();
    expect(running()).toEqual([1]);
    agent.plane.todo = [];
    await agent.plane.offer(prevent(rule(), rule({ ID: 2, signatures: ['two, corrected'] })));
    await beat();
    expect(running()).toEqual([1, 2]);
  });

  it('cannot be named by the key for configurations', async () => {
    const list = { sequence: 5, issued: Date.now(), rules: [{ ID: 1 }] };
    agent.plane.todo = [{ what: 'rule-kills', list: await agent.plane.signKills(list, 'policy') }];
    await beat();
    expect(running()).toEqual([1, 2]);
    await vi.waitFor(() => expect(numbers()).toContain(9101));
  });
});

it('disarms a bad rule alone, keeps its former version in force and reports it', async () => {
  await activate();
  await agent.plane.offer(prevent(rule(), rule({ ID: 2, name: 'Shellshock', signatures: ['good one'] })));
  start();
  await vi.waitFor(() => expect(agent.host.spec?.signatures).toHaveLength(2));
  const bad = rule({ ID: 2, name: 'Shellshock', signatures: ['bad two'] });
  await agent.plane.offer(prevent(rule(), bad, rule({ ID: 3, signatures: ['bad three'] })));
  await beat();
  expect(agent.host.spec?.signatures.map(({ text }) => text)).toEqual([rule().signatures[0], 'good one']);
  expect(agent.plane.beats.at(-1)).toMatchObject({
    applied: { sequence: 2 },
    refusedRules: [
      { ruleID: 2, reason: 'unknown keyword; its former version stays in force' },
      { ruleID: 3, reason: 'unknown keyword' },
    ],
  });
  await vi.waitFor(() => expect(numbers().filter((number) => number === 2083)).toHaveLength(2));
  // And still after a restart without the plane.
  await stop();
  await agent.plane.goDown();
  agent.host = createFakeHost();
  start();
  await vi.waitFor(() => expect(agent.host.spec?.signatures.map(({ text }) => text)).toContain('good one'));
});

it('leaves the running configuration in force when a new one does not compile, and tells once', async () => {
  await activate();
  await agent.plane.offer(prevent(rule()));
  start();
  await vi.waitFor(() => expect(agent.host.spec).toBeDefined());
  const { hash } = await agent.plane.offer(prevent(rule({ ID: 5, signatures: ['bad'] })));
  await beat();
  await beat();
  await beat();
  expect(agent.host.spec?.signatures[0]?.ruleID).toBe(1);
  expect(agent.plane.beats.at(-1)).toMatchObject({ applied: { sequence: 1 }, failed: { hash } });
  expect(numbers().filter((number) => number === 2085)).toHaveLength(1);
});
