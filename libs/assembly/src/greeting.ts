import type { FirstCredentials } from '#organizations';

/** What a person sees when the service is ready: where it is, and secrets that are shown this once. */
export function greeting(url: string, unseen: Partial<FirstCredentials>): string {
  const secrets = Object.entries(unseen).map(([name, value]) => `  ${name.padEnd(14)}  ${value}`);
  const shown = secrets.length === 0 ? [] : ['', 'Keep these now; they are not shown again:', '', ...secrets];
  return [...shown, '', `Casetrail is ready at ${url} (API documentation: ${url}/docs)`, ''].join('\n');
}
