import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { createTransformer } from '@swc/jest';

/**
 * Compiles TypeScript for jest, and lets each file load what it names of a library instead of the whole library.
 *
 * Jest loads everything anew for each spec, and the `index.ts` of a library leads to its routes, and they to Nest, Fastify
 * and OpenAPI: over a thousand files, of which the spec of a pure decision needs none. So `import { SCOPES } from '#http'`
 * becomes an import from the file that defines it. That is the same module, whoever asks for it; what is not found this
 * way is imported as it stands. What specs start as processes is compiled without this.
 */
const swc = createTransformer();

/** The entries of libraries, as `imports` in package.json has them. */
const LIBRARY = /^#([^/]+?)(?:\/(testing|engines))?$/;
const IMPORT = /^import \{([^}]*)\} from '(#[^']+)';$/gm;
const REEXPORT = /^export (?:\*|\{([^}]*)\}) from '(\.[^']+)';$/gm;
const EXPORT = /^export (?:abstract class|async function|class|const|enum|function\*?|let) ([\w$]+)/gm;

/** Where something is defined, and how it is called there. */
interface Definition {
  readonly file: string;
  readonly name: string;
}

const known = new Map<string, Map<string, Definition>>();

/** Everything but types that a file exports. */
function definitionsIn(file: string): ReadonlyMap<string, Definition> {
  const before = known.get(file);
  if (before !== undefined) return before;
  const found = new Map<string, Definition>();
  known.set(file, found);
  const text = readFileSync(file, 'utf8');
  for (const [, name = ''] of text.matchAll(EXPORT)) found.set(name, { file, name });
  for (const [, names, from = ''] of text.matchAll(REEXPORT)) {
    const source = definitionsIn(resolve(dirname(file), from.replace(/\.js$/, '.ts')));
    const shown = names === undefined ? [...source.keys()].map((name) => [name, name] as const) : valuesIn(names);
    for (const [name, as] of shown) {
      const definition = source.get(name);
      if (definition !== undefined) found.set(as, definition);
    }
  }
  return found;
}

/** What the braces of an import or an export name, types left out: each with the name that it gets. */
const valuesIn = (names: string): (readonly [name: string, as: string])[] =>
  names
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '' && !each.startsWith('type '))
    .map((each) => {
      const [name = '', as = name] = each.split(' as ');
      return [name, as] as const;
    });

function entryOf(specifier: string): string | undefined {
  const [, library = '', part = ''] = LIBRARY.exec(specifier) ?? [];
  const entry = resolve('libs', library, 'src', part, 'index.ts');
  return library !== '' && existsSync(entry) ? entry : undefined;
}

/** The same source, with imports of libraries made direct. */
export function withDirectImports(source: string, path: string): string {
  return source.replace(IMPORT, (statement, names: string, specifier: string) => {
    const entry = entryOf(specifier);
    if (entry === undefined) return statement;
    const imports: string[] = [];
    for (const [name, as] of valuesIn(names)) {
      const definition = definitionsIn(entry).get(name);
      if (definition === undefined) return statement;
      imports.push(`import { ${definition.name} as ${as} } from '${relativePath(path, definition.file)}';`);
    }
    // All lines after it keep their numbers.
    return imports.join(' ') + '\n'.repeat(statement.split('\n').length - 1);
  });
}

function relativePath(from: string, to: string): string {
  const path = relative(dirname(from), to).replaceAll('\\', '/').replace(/\.ts$/, '.js');
  return path.startsWith('.') ? path : `./${path}`;
}

type Transformer = Required<Pick<ReturnType<typeof createTransformer>, 'process' | 'getCacheKey'>>;
const { process, getCacheKey } = swc as Transformer;

export default {
  process: (source, path, options) => process(withDirectImports(source, path), path, options),
  // Of the text as it is compiled: what a library shows may move from file to file.
  getCacheKey: (source, path, options) => createHash('sha1').update(getCacheKey(withDirectImports(source, path), path, options)).digest('hex'),
} satisfies Transformer;
