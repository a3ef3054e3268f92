/**
 * The cookie that carries the session's token. Over https its name begins with `__Host-`, so that a
 * browser takes it from this very host only; on plain loopback the name is bare, because a browser
 * would refuse `Secure` there.
 */
const names = ['__Host-havenwacht', 'havenwacht'] as const;

/** `Set-Cookie` for a new token. The browser forgets it when it closes; the node ends it before. */
export function sessionCookie(token: string, secure: boolean): string {
  return `${secure ? names[0] : names[1]}=${token}; Path=/; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
}

/** `Set-Cookie` that makes the browser forget. */
export function endedSessionCookie(secure: boolean): string {
  return `${sessionCookie('', secure)}; Max-Age=0`;
}

/**
 * The token of a `Cookie` header; null without one, and with two: the second was put there by
 * somebody else.
 */
export function sessionToken(header: string | undefined): string | null {
  for (const name of names) {
    const values = cookieValues(header, name);
    if (values.length > 0) return values.length === 1 ? (values[0] ?? null) : null;
  }
  return null;
}

/** Every value a `Cookie` header has under a name. */
export function cookieValues(header: string | undefined, name: string): readonly string[] {
  return (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1))
    .filter((value) => value !== '');
}
