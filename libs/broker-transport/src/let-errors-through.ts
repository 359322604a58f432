import { UnprocessableMessageError } from '#broker';
import { Catch, type ExceptionFilter, type INestMicroservice, StandardSchemaValidationPipe } from '@nestjs/common';
import { type Observable, throwError } from 'rxjs';

/** Hands errors on as they are, where Nest's own filter would put "Internal server error" in their place. */
@Catch()
class ErrorsAsTheyAre implements ExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => (error instanceof Error ? error : new Error('A handler threw what is no error.', { cause: error })));
  }
}

/** A payload that is not as its schema says will never be: the message becomes a dead letter at once. */
const payloads = new StandardSchemaValidationPipe({
  exceptionFactory: (issues) => {
    const faults = issues.map(({ path = [], message }) => {
      const field = path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
      return field === '' ? message : `${field}: ${message}`;
    });
    return new UnprocessableMessageError(faults.join('; '));
  },
});

/**
 * Makes a microservice fit for BrokerTransport, which must know what went wrong; to be called before it listens. Checks
 * payloads against the schemas in `@Payload('data', { schema })`.
 */
export const letErrorsThrough = (microservice: INestMicroservice): INestMicroservice =>
  microservice.useGlobalFilters(new ErrorsAsTheyAre()).useGlobalPipes(payloads);
