import * as oidc from 'openid-client';
import { HavenwachtError } from '../../platform/havenwacht-error.ts';

export interface SingleSignOnSettings {
  /** `https://login.example`; plain http on loopback only. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What the button says. */
  readonly name: string;
}

/** What an answer of the provider is checked against; kept by the node, never by the browser. */
export interface SignOnChecks {
  readonly redirectUri: string;
  readonly verifier: string;
  readonly nonce: string;
  readonly state: string;
  /** The provider was told to ask the person again. */
  readonly fresh: boolean;
}

/** The sign-in of the administration itself, by OpenID Connect: code flow with PKCE, state and nonce. */
export interface SingleSignOn {
  readonly name: string;
  begin(
    redirectUri: string,
    fresh: boolean,
  ): Promise<{ readonly location: string; readonly checks: SignOnChecks }>;
  /** Who signed in there; null for every answer that does not count. */
  finish(
    search: string,
    checks: SignOnChecks,
  ): Promise<{ readonly issuer: string; readonly subject: string } | null>;
}

/** An answer to a fresh sign-in is not older than a step-up lasts. */
const freshSeconds = 300;

export function singleSignOn(settings: SingleSignOnSettings): SingleSignOn {
  let discovered: Promise<oidc.Configuration> | null = null;
  const provider = async (): Promise<oidc.Configuration> => {
    const issuer = new URL(settings.issuer);
    const isLoopback = ['localhost', '127.0.0.1', '[::1]'].includes(issuer.hostname);
    discovered ??= oidc.discovery(
      issuer,
      settings.clientId,
      settings.clientSecret,
      oidc.ClientSecretBasic(settings.clientSecret),
      {
        execute: [
          // By itself the library trusts the line the token came over and does not look at its signature.
          oidc.enableNonRepudiationChecks,
          ...(issuer.protocol === 'http:' && isLoopback ? [oidc.allowInsecureRequests] : []),
        ],
      },
    );
    try {
      return await discovered;
    } catch (cause) {
      discovered = null;
      throw new HavenwachtError('auth/single-sign-on-down', 503, `${settings.name} does not answer.`, {
        cause,
      });
    }
  };
  return {
    name: settings.name,
    async begin(redirectUri, fresh) {
      const verifier = oidc.randomPKCECodeVerifier();
      const checks = { redirectUri, verifier, nonce: oidc.randomNonce(), state: oidc.randomState(), fresh };
      const location = oidc.buildAuthorizationUrl(await provider(), {
        redirect_uri: redirectUri,
        scope: 'openid',
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state: checks.state,
        nonce: checks.nonce,
        ...(fresh ? { prompt: 'login', max_age: '0' } : {}),
      });
      return { location: location.href, checks };
    },
    async finish(search, checks) {
      const config = await provider();
      try {
        const tokens = await oidc.authorizationCodeGrant(config, new URL(search, checks.redirectUri), {
          pkceCodeVerifier: checks.verifier,
          expectedState: checks.state,
          expectedNonce: checks.nonce,
          idTokenExpected: true,
          ...(checks.fresh ? { maxAge: freshSeconds } : {}),
        });
        const claims = tokens.claims();
        return claims === undefined ? null : { issuer: claims.iss, subject: claims.sub };
      } catch {
        // Wrong state, nonce, issuer, audience, signature, an old code: told to nobody apart.
        return null;
      }
    },
  };
}
