/** Everything that a client can be allowed to do. These names are in tokens and in events: changing one changes stored data. */
export const SCOPES = [
  'cases:read', 'cases:write', 'customers:read', 'customers:write', 'documents:write', 'decisions:write', 'configs:write',
  'audit:read', 'admin', 'operator',
] as const;

export type Scope = (typeof SCOPES)[number];

/** What a client may do unless somebody says otherwise. */
export const DEFAULT_SCOPES: readonly Scope[] = SCOPES.slice(0, 6);

export const isScope = (text: string): text is Scope => (SCOPES as readonly string[]).includes(text);
