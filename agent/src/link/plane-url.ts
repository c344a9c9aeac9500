export type PlaneUrl =
  | { readonly ok: true; readonly url: string }
  | { readonly ok: false; readonly message: string };

/**
 * The plane's base URL as people write it: `https://host[:port][/path]`, or the field's own
 * `dsm://host:port/` (behaviour.md section 7). Anything without TLS is refused.
 */
export const readPlaneUrl = (text: string): PlaneUrl => {
  const refuse = (why: string) => ({
    ok: false as const,
    message: `"${text}" is not the address of a plane: ${why} Write https://HOST or https://HOST:PORT.`,
  });
  let url: URL;
  try {
    url = new URL(text.replace(/^dsm:\/\//i, 'https://'));
  } catch {
    return refuse('it cannot be read.');
  }
  if (url.protocol !== 'https:') return refuse('the agent only speaks https.');
  if (url.username || url.password) return refuse('it must not hold a user name or password.');
  if (url.search || url.hash) return refuse('it must end after the path.');
  return { ok: true, url: `${url.origin}${url.pathname.replace(/\/+$/, '')}` };
};
