import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiBody, type ApiBodyOptions } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { parseInput } from '../errors/invalid-input.js';
import { noteSchema } from '../requests/ignored-fields.js';
import type { VersionedSchema } from './versioned-schema.js';

/**
 * The body of a request, checked by the rules of the request's version and in the one form that all versions have inside:
 * `@VersionedBody(createCaseBody) body: CreateCaseInput`. Nest's `@Body({ schema })` is for bodies without versions.
 *
 * @param options `required: false` for a body that may be left out.
 */
export const VersionedBody =
  (schema: VersionedSchema, options: { readonly required?: boolean } = {}): ParameterDecorator =>
  (target, method, index) => {
    readBody(schema)(target, method, index);
    if (method === undefined) return;
    // Nest's description takes a Standard Schema here as it does for answers, but its types do not say so.
    const described = { standardSchema: schema, ...options } as unknown as ApiBodyOptions;
    ApiBody(described)(target, method, Object.getOwnPropertyDescriptor(target, method) ?? {});
  };

const readBody = createParamDecorator((schema: VersionedSchema, context: ExecutionContext): unknown => {
  const { apiVersion, body } = context.switchToHttp().getRequest<FastifyRequest>();
  const form = schema.in(apiVersion);
  noteSchema(body, form);
  return parseInput(form, body);
});
