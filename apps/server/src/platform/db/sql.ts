/** A piece of SQL with its values kept apart from its text. */
export class Sql {
  readonly strings: readonly string[];
  readonly values: readonly unknown[];

  constructor(strings: readonly string[], values: readonly unknown[]) {
    this.strings = strings;
    this.values = values;
  }

  /** The text with `$1, $2, …` and the values in that order. */
  toQuery(): { readonly text: string; readonly values: readonly unknown[] } {
    const values: unknown[] = [];
    return { text: this.#write(values), values };
  }

  #write(values: unknown[]): string {
    let text = this.strings[0] ?? '';
    this.values.forEach((value, index) => {
      text += value instanceof Sql ? value.#write(values) : `$${values.push(value)}`;
      text += this.strings[index + 1] ?? '';
    });
    return text;
  }
}

/**
 * SQL whose values are always parameters and whose parts can be put together.
 *
 * ```ts
 * const wanted = [sql`is_open`, sql`band = any(${bands}::text[])`];
 * await db.query(sql`select * from screening where ${joinSql(wanted, ' and ')} limit ${limit}`);
 * ```
 */
export function sql(strings: TemplateStringsArray, ...values: readonly unknown[]): Sql {
  return new Sql(strings, values);
}

/** Puts parts together with a fixed separator; no part at all gives empty SQL. */
export function joinSql(parts: readonly Sql[], separator: ', ' | ' and ' | ' or ' | ' '): Sql {
  if (parts.length === 0) return new Sql([''], []);
  return new Sql(['', ...parts.slice(1).map(() => separator), ''], parts);
}

/** A table or column name, quoted. */
export function identifierSql(name: string): Sql {
  return new Sql([quoteIdentifier(name)], []);
}

/** `visit` → `"visit"`, also when the name holds a quote. */
export function quoteIdentifier(name: string): string {
  if (name === '' || name.includes('\0')) throw new TypeError('Not a name a database can have.');
  return `"${name.replaceAll('"', '""')}"`;
}
