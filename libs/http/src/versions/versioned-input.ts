import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiBody, ApiQuery } from '@nestjs/swagger';
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
export const VersionedBody = (schema: VersionedSchema, options: { readonly required?: boolean } = {}): ParameterDecorator =>
  both(readBody(schema), ApiVersionedBody(schema, options));

/** Describes the body of a route that reads it by itself. */
export const ApiVersionedBody = (schema: VersionedSchema, options: { readonly required?: boolean } = {}): MethodDecorator =>
  ApiBody({ ...described(schema), ...options });

/** The query of a request, likewise; of a query without versions `@Query({ schema })`. */
export const VersionedQuery = (schema: VersionedSchema): ParameterDecorator =>
  both(readQuery(schema), ApiQuery(described(schema)));

const readBody = createParamDecorator((schema: VersionedSchema, context: ExecutionContext): unknown => {
  const { apiVersion, body } = context.switchToHttp().getRequest<FastifyRequest>();
  const form = schema.in(apiVersion);
  noteSchema(body, form);
  return parseInput(form, body);
});

const readQuery = createParamDecorator((schema: VersionedSchema, context: ExecutionContext): unknown => {
  const { apiVersion, query } = context.switchToHttp().getRequest<FastifyRequest>();
  return parseInput(schema.in(apiVersion), query);
});

/** Nest's description takes a Standard Schema here as it does for answers, but its types do not say so. */
const described = (schema: VersionedSchema): object => ({ standardSchema: schema });

/** A decorator of a parameter that describes its method, too. */
const both =
  (read: ParameterDecorator, describe: MethodDecorator): ParameterDecorator =>
  (target, method, index) => {
    read(target, method, index);
    if (method !== undefined) describe(target, method, Object.getOwnPropertyDescriptor(target, method) ?? {});
  };
