/** A stream's name, taken apart. */
export interface StreamName {
  readonly category: string;
  readonly org: string;
  /** Absent for a stream that there is one of in an organization, as `organization-acme`. */
  readonly id?: string;
}

/** `<category>-<org>.<id>`; changing this changes stored data. */
export const streamName = (category: string, org: string, id?: string | number): string =>
  id === undefined ? `${category}-${org}` : `${category}-${org}.${id}`;

/** The part before the first hyphen; categories have none. */
export const categoryOf = (stream: string): string => {
  const hyphen = stream.indexOf('-');
  return hyphen < 0 ? stream : stream.slice(0, hyphen);
};

/** Takes a stream's name apart; organizations' slugs may have hyphens, but no dot. */
export function parseStreamName(stream: string): StreamName {
  const category = categoryOf(stream);
  const rest = stream.slice(category.length + 1);
  const dot = rest.indexOf('.');
  return dot < 0 ? { category, org: rest } : { category, org: rest.slice(0, dot), id: rest.slice(dot + 1) };
}
