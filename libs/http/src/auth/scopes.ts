/** Everything that a client can be allowed to do. These names are in tokens and in events: changing one changes stored data. */
export const SCOPES = [
  'cases:read', 'cases:write', 'customers:read', 'customers:write', 'documents:write', 'decisions:write', 'configs:write',
  'audit:read', 'admin', 'operator',
] as const;

export type Scope = (typeof SCOPES)[number];

/** Whether a word is a scope. */
export const isScope = (text: string): text is Scope => (SCOPES as readonly string[]).includes(text);
