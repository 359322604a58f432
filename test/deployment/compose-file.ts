import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** A service of docker-compose.yml, as far as the specs look at it. */
export interface ComposeService {
  readonly image: string;
  readonly build?: string;
  readonly command?: readonly string[];
  readonly restart?: string;
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly networks: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly stop_grace_period?: string;
  readonly deploy?: { readonly resources: { readonly limits: { readonly cpus: string; readonly memory: string } } };
}

interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean } | null>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

/** docker-compose.yml with its variables filled in from this environment. */
export function readComposeFile(environment: Readonly<Record<string, string>> = {}): ComposeFile {
  return parse(interpolated(readFileSync('docker-compose.yml', 'utf8'), environment), { merge: true }) as ComposeFile;
}

/** `${NAME:-default}` and `${NAME:+replacement}`, as Compose has them; others are not in use. */
function interpolated(text: string, environment: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\{(\w+):([-+])([^}]*)\}/g, (_, name: string, operator: string, word: string) => {
    const value = environment[name] ?? '';
    if (operator === '-') return value === '' ? word : value;
    return value === '' ? '' : word;
  });
}
