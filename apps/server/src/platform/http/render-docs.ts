type Json = Readonly<Record<string, unknown>>;

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** An OpenAPI 3.1 document as one page of HTML: every operation, parameter, body and answer. */
export function renderDocs(document: object): string {
  const root = document as Json;
  const info = object(root['info']);
  const operations = Object.entries(object(root['paths'])).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = object(item)[method];
      return operation === undefined ? [] : [{ path, method, operation: object(operation) }];
    }),
  );
  const schemas = Object.entries(object(object(root['components'])['schemas']));
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(text(info['title']))} interface</title>
<link rel="stylesheet" href="/docs/style.css">
<header><h1>${escape(text(info['title']))} ${escape(text(info['version']))}</h1>
<p>${escape(text(info['description']))} As a document for programs: <a href="/openapi.json">/openapi.json</a>.</p></header>
<nav aria-label="Operations"><ul>
${operations.map(({ path, method }) => `<li><a href="#${anchor(method, path)}"><b>${method.toUpperCase()}</b> ${escape(path)}</a></li>`).join('\n')}
</ul></nav>
<main>
${operations.map(({ path, method, operation }) => renderOperation(path, method, operation)).join('\n')}
${schemas.map(([name, schema]) => `<section id="schema-${escape(name)}"><h2>${escape(name)}</h2>${renderSchema(object(schema))}</section>`).join('\n')}
</main>
</html>
`;
}

function renderOperation(path: string, method: string, operation: Json): string {
  const parameters = list(operation['parameters']).map(object);
  const body = content(object(operation['requestBody']));
  const answers = Object.entries(object(operation['responses']));
  return `<section id="${anchor(method, path)}">
<h2><b>${method.toUpperCase()}</b> ${escape(path)}</h2>
<p>${escape(text(operation['summary']))} ${escape(text(operation['description']))}</p>
${parameters.length === 0 ? '' : renderParameters(parameters)}
${body === null ? '' : `<h3>Body</h3>${body}`}
${answers.map(([status, answer]) => `<h3>${escape(status)}</h3><p>${escape(text(object(answer)['description']))}</p>${content(object(answer)) ?? ''}`).join('\n')}
</section>`;
}

function renderParameters(parameters: readonly Json[]): string {
  const rows = parameters.map((one) => {
    const schema = object(one['schema']);
    const about = text(one['description']) || text(schema['description']);
    return `<tr><td><code>${escape(text(one['name']))}</code></td><td>${escape(text(one['in']))}</td><td>${escape(typeOf(schema))}</td><td>${one['required'] === true ? 'required' : ''}</td><td>${escape(about)}</td></tr>`;
  });
  return `<table><thead><tr><th>Parameter</th><th>In</th><th>Type</th><th></th><th>About</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

/** The first schema among the content types of a body or an answer. */
function content(holder: Json): string | null {
  const [type, media] = Object.entries(object(holder['content']))[0] ?? [];
  if (type === undefined) return null;
  const schema = object(object(media)['schema']);
  return `<p><code>${escape(type)}</code></p>${Object.keys(schema).length === 0 ? '' : renderSchema(schema)}`;
}

function renderSchema(schema: Json): string {
  const reference = referenceOf(schema);
  if (reference !== null) return `<p><a href="#schema-${escape(reference)}">${escape(reference)}</a></p>`;
  return `<details><summary>${escape(typeOf(schema))}</summary><pre>${escape(JSON.stringify(schema, null, 2))}</pre></details>`;
}

function typeOf(schema: Json): string {
  const reference = referenceOf(schema);
  if (reference !== null) return reference;
  const choices = list(schema['enum']);
  if (choices.length > 0) return choices.map((one) => JSON.stringify(one)).join(' | ');
  const options = [...list(schema['anyOf']), ...list(schema['oneOf'])].map(object);
  if (options.length > 0) return options.map(typeOf).join(' | ');
  if (schema['type'] === 'array') return `${typeOf(object(schema['items']))}[]`;
  const { type } = schema;
  return Array.isArray(type) ? type.join(' | ') : text(type) || 'any';
}

function referenceOf(schema: Json): string | null {
  const reference = text(schema['$ref']);
  return reference === '' ? null : (reference.split('/').at(-1) ?? null);
}

function anchor(method: string, path: string): string {
  return escape(`${method}${path}`.replace(/[^A-Za-z0-9]+/g, '-'));
}

function object(value: unknown): Json {
  return value !== null && typeof value === 'object' ? (value as Json) : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

const marks: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(words: string): string {
  return words.replace(/[&<>"']/g, (mark) => marks[mark] ?? mark);
}

/** The look of that page, under an address of its own: no page of this node carries a style inside. */
export const docsStyle = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 70rem; margin: 0 auto; padding: 1rem; }
nav ul { columns: 2 24rem; padding-left: 0; list-style: none; }
section { border-top: 1px solid; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .25rem .5rem; border-bottom: 1px solid; vertical-align: top; }
pre { overflow: auto; max-height: 30rem; padding: .5rem; border: 1px solid; }
h2 b { font-variant-numeric: tabular-nums; }
`;
