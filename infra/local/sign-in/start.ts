import { mkdirSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import Provider from 'oidc-provider';
import { bodyOf, type LoopbackServer, loopbackServer } from '../aws/loopback-server.ts';
import { escaped, page, pageHeaders } from '../html.ts';
import { type People, people } from './people.ts';
import { configuration } from './provider.ts';

/** The sign-in service of one machine, in the place of the cloud's user pool. */
export interface SignIn {
  readonly issuer: string;
  readonly jwksUrl: string;
  readonly people: People;
  stop(): Promise<void>;
}

const form = (problem: string): string =>
  page(
    'Sign in',
    `<h1>Sign in</h1>${problem && `<p class="problem" role="alert">${escaped(problem)}</p>`}` +
      '<form method="post"><label for="email">Mail address</label>' +
      '<input id="email" name="email" type="email" autocomplete="username" required autofocus>' +
      '<label for="password">Password</label>' +
      '<input id="password" name="password" type="password" autocomplete="current-password" required>' +
      '<button>Sign in</button></form>',
  );

/** Shows the form, or checks it and goes on to where the person came from. */
async function interact(
  provider: Provider,
  known: People,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  await provider.interactionDetails(request, response);
  if (request.method !== 'POST') {
    response.writeHead(200, pageHeaders()).end(form(''));
    return;
  }
  const fields = new URLSearchParams((await bodyOf(request, 4096)).toString('utf8'));
  const person = known.signIn(fields.get('email') ?? '', fields.get('password') ?? '');
  if (!person) {
    response.writeHead(401, pageHeaders()).end(form('Mail address or password is wrong.'));
    return;
  }
  await provider.interactionFinished(request, response, { login: { accountId: person.id } });
}

/** Starts on a port of loopback that stays the same between starts: the issuer's name is part of every token. */
export async function startSignIn(dir: string, port: number): Promise<SignIn> {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const known = people(join(dir, 'people.json'));
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(issuer, await configuration(dir, known));
  const answer = provider.callback();
  const server: LoopbackServer = await loopbackServer((request, response) => {
    if (!request.url?.startsWith('/sign-in/')) {
      void answer(request, response);
      return;
    }
    interact(provider, known, request, response).catch(() => {
      const lost = page('Sign in', '<p class="problem">This sign-in is over. Begin again.</p>');
      response.writeHead(400, pageHeaders()).end(lost);
    });
  }, port);
  return { issuer, jwksUrl: `${issuer}/jwks`, people: known, stop: server.stop };
}
