import type { z } from 'zod';
import { type ApiVersion, type ByVersion, NEWEST_VERSION } from './api-version.js';

/**
 * A schema of which each version of the API has a form of its own. Its forms differ in what they take, and have the same
 * output: inside there are no versions. Where a Standard Schema is wanted it stands for its newest form.
 */
export class VersionedSchema<Output = unknown> {
  readonly '~standard': z.ZodType['~standard'];

  constructor(private readonly forms: ByVersion<z.ZodType<Output>>) {
    this['~standard'] = forms[NEWEST_VERSION]['~standard'];
  }

  /** The form that this version has. */
  in(version: ApiVersion): z.ZodType<Output> {
    return this.forms[version];
  }
}

/** The form of a schema in a version; what all versions share is the same in each. */
export const schemaIn = (version: ApiVersion, schema: unknown): unknown => (schema instanceof VersionedSchema ? schema.in(version) : schema);
