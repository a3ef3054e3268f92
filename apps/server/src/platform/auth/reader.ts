/** Who asks, as what, and why. Every request has one; stores are made with it. */
export interface Reader {
  /** Opaque id of the person, `p_…`; the node itself is 'node'. */
  readonly person: string;
  /** Role names; platform does not know what they mean. */
  readonly roles: readonly string[];
  /** Need-to-know groups (compartments, carrier or terminal organisations): opaque ids. */
  readonly groups: readonly string[];
  /** UN/LOCODEs this reader works for; null = all ports of the node. */
  readonly ports: readonly string[] | null;
  /** Opaque id of the session; null for the node itself. */
  readonly session: string | null;
  /** Instant of the last step-up (fresh credential) in this session; null = none. */
  readonly steppedUpAt: number | null;
  /**
   * Why this reader looks: the task he works on or the reason he gave (header `Havenwacht-Purpose`,
   * percent-encoded UTF-8, at most 200 characters); null = none given.
   */
  readonly purpose: string | null;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null = nobody is signed in. */
    reader: Reader | null;
  }
}
