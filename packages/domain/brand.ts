declare const brandName: unique symbol;

/**
 * A value that was checked once, at the edge, and is trusted inside: at run time a plain `T`, to the
 * compiler something that a plain `T` can't be passed for.
 */
export type Brand<T, Name extends string> = T & { readonly [brandName]: Name };
