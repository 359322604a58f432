/** An object of a description. */
export type Node = Readonly<Record<string, unknown>>;

const METHODS = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']);
/** Answers that never have a body. */
const WITHOUT_CONTENT = new Set(['204', '304']);
const isObject = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);
const objects = (value: unknown): readonly (readonly [string, Node])[] =>
  isObject(value) ? Object.entries(value).filter((entry): entry is [string, Node] => isObject(entry[1])) : [];

/** What is wrong with a description of an API by the rules of OpenAPI 3.1 and by our own; nothing when it is sound. */
export function openApiProblems(document: Node): readonly string[] {
  const problems: string[] = [];
  const operationIds = new Set<unknown>();
  if (!/^3\.1\.\d+$/.test(String(document.openapi))) problems.push('openapi: is not 3.1');
  if (!isObject(document.info) || typeof document.info.title !== 'string' || typeof document.info.version !== 'string') {
    problems.push('info: lacks a title or a version');
  }
  for (const [path, item] of objects(document.paths)) {
    for (const [method, operation] of objects(item).filter(([name]) => METHODS.has(name))) {
      const where = `${method.toUpperCase()} ${path}`;
      if (operationIds.has(operation.operationId)) problems.push(`${where}: operationId is not unique`);
      operationIds.add(operation.operationId);
      problems.push(...operationProblems(path, operation).map((problem) => `${where}: ${problem}`));
    }
  }
  return [...problems, ...refProblems(document)];
}

function operationProblems(path: string, operation: Node): string[] {
  const problems: string[] = [];
  const parameters = Array.isArray(operation.parameters) ? (operation.parameters as unknown[]).filter(isObject) : [];
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  const declared = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
  if (JSON.stringify(inPath.sort()) !== JSON.stringify(declared.sort())) problems.push('its path parameters are not those of the path');
  for (const parameter of parameters) {
    if (!isObject(parameter.schema)) problems.push(`parameter ${String(parameter.name)} has no schema`);
    if (parameter.in === 'path' && parameter.required !== true) problems.push(`parameter ${String(parameter.name)} is not required`);
    if (parameter.required !== true && hasExample(parameter)) problems.push(`parameter ${String(parameter.name)} may be left out and has an example, which /docs would send`);
  }
  if (typeof operation.summary !== 'string' || operation.summary === '') problems.push('has no summary');
  if (!Array.isArray(operation.tags) || operation.tags.length === 0) problems.push('has no tag');
  const responses = objects(operation.responses);
  if (!responses.some(([status]) => status.startsWith('2'))) problems.push('has no answer for success');
  for (const [status, response] of responses) {
    if (typeof response.description !== 'string' || response.description === '') problems.push(`answer ${status} has no description`);
    if (!WITHOUT_CONTENT.has(status) && objects(response.content).length === 0) problems.push(`answer ${status} has no content`);
    for (const [type, media] of objects(response.content)) {
      if (!isObject(media.schema)) problems.push(`answer ${status} has no schema for ${type}`);
    }
  }
  return problems;
}

const hasExample = (parameter: Node): boolean =>
  [parameter, parameter.schema].some((described) => isObject(described) && ('example' in described || 'examples' in described));

/** References within a description that lead nowhere. */
export function refProblems(document: Node): string[] {
  const problems: string[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    if (!isObject(value)) return;
    if (typeof value.$ref === 'string' && !leadsSomewhere(document, value.$ref)) problems.push(`${value.$ref}: leads nowhere`);
    Object.values(value).forEach(visit);
  };
  visit(document);
  return problems;
}

function leadsSomewhere(document: Node, ref: string): boolean {
  if (!ref.startsWith('#/')) return false;
  const target = ref
    .slice(2)
    .split('/')
    .reduce<unknown>((node, key) => (isObject(node) ? node[key.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined), document);
  return isObject(target);
}
