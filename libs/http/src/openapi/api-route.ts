import { STATUS_CODES } from 'node:http';
import { applyDecorators } from '@nestjs/common';
import { ApiExtension, ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { z } from 'zod';
import { AddRouteConfig } from '../requests/route-config.js';
import type { ApiVersion } from '../versions/api-version.js';
import type { Resource } from '../versions/resource.js';
import { apiErrors, type ErrorStatus } from './api-errors.js';
import { SINCE } from './since.js';

/** The body of each answer by its status: one for all versions, a resource that each shows in its way, or null for none. */
export type RouteAnswers = Readonly<Record<number, z.ZodType | Resource<never> | null>>;

/** What the API's description says of a route, beside what its parameters' schemas say already. */
export interface ApiRouteOptions<Answers extends RouteAnswers> {
  /** A few words in the imperative: "Create a case". */
  readonly summary: string;
  readonly description?: string;
  readonly answers: Answers;
  /** Errors besides those that any request may be answered with, which `@RequireScope` adds. */
  readonly errors?: readonly ErrorStatus[];
  /** Whether its answers say in `ETag` which revision they show. */
  readonly tagged?: boolean;
  /** The first version that has the route; by default all have it. In an older one it answers 404. */
  readonly since?: ApiVersion;
}

/** The document of the resource that a route answers with; never where it has none. */
type Shown<Answers extends RouteAnswers> = {
  [Status in keyof Answers]: Answers[Status] extends Resource<infer Document> ? Document : never;
}[keyof Answers];

/** A decorator for methods that give what is shown, so that a route cannot answer with what its resource does not know; or nothing (304). */
type RouteDecorator<Document> = <Method extends [Document] extends [never] ? unknown : (...parameters: never[]) => Document | undefined | Promise<Document | undefined>>(
  target: object,
  method: string | symbol,
  descriptor: TypedPropertyDescriptor<Method>,
) => void;

const ETAG = { ETag: { description: 'The revision that the answer shows, in quotes.', schema: { type: 'string', example: '"7"' } } } as const;

/** Describes a route in the API's description. Schemas with `.meta({ id })` become components of that name. */
export const ApiRoute = <const Answers extends RouteAnswers>(options: ApiRouteOptions<Answers>): RouteDecorator<Shown<Answers>> => {
  const { summary, description, answers, errors = [], tagged = false, since } = options;
  return applyDecorators(
    ApiOperation({ summary, ...(description === undefined ? {} : { description }) }),
    ...Object.entries(answers).map(([status, schema]) =>
      ApiResponse({
        status: Number(status),
        description: STATUS_CODES[status] ?? '',
        ...(schema === null ? {} : { standardSchema: schema }),
        ...(tagged ? { headers: ETAG } : {}),
      }),
    ),
    ...(since === undefined ? [] : [ApiExtension(SINCE, since)]),
    AddRouteConfig({ answers, since }),
    apiErrors(...errors),
  );
};
