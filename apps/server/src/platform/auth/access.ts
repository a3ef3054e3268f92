/** Who may call a route. `stepUp` asks for a fresh credential besides the role. */
export type Access =
  'public' | 'signed-in' | { readonly roles: readonly string[]; readonly stepUp?: boolean };

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may call the route. A route under /api/ without it makes the node refuse to start. */
    access?: Access;
  }
}
