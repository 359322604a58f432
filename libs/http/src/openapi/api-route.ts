import { STATUS_CODES } from 'node:http';
import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { z } from 'zod';
import { apiErrors, type ErrorStatus } from './api-errors.js';

/** What the API's description says of a route, beside what its parameters' schemas say already. */
export interface ApiRouteOptions {
  /** A few words in the imperative: "Create a case". */
  readonly summary: string;
  readonly description?: string;
  /** The body of each answer by its status; null for an answer without a body. */
  readonly answers: Readonly<Record<number, z.ZodType | null>>;
  /** Errors besides 401 and 403, which `@RequireScope` adds. */
  readonly errors?: readonly ErrorStatus[];
  /** Whether its answers say in `ETag` which revision they show. */
  readonly tagged?: boolean;
}

const ETAG = { ETag: { description: 'The revision that the answer shows, in quotes.', schema: { type: 'string', example: '"7"' } } } as const;

/** Describes a route in the API's description. Schemas with `.meta({ id })` become components of that name. */
export const ApiRoute = ({ summary, description, answers, errors = [], tagged = false }: ApiRouteOptions): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary, ...(description === undefined ? {} : { description }) }),
    ...Object.entries(answers).map(([status, schema]) =>
      ApiResponse({
        status: Number(status),
        description: STATUS_CODES[status] ?? '',
        ...(schema === null ? {} : { standardSchema: schema }),
        ...(tagged ? { headers: ETAG } : {}),
      }),
    ),
    apiErrors(...errors),
  );
