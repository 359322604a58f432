/** A value that survives `JSON.parse(JSON.stringify(value))` unchanged. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object; events' data and read-model documents are of this form. */
export type JsonObject = { readonly [key: string]: Json };
