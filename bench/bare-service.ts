import 'reflect-metadata';
import { Body, Controller, Module, Post, StandardSchemaValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { createCaseInput, type CreateCaseInput } from '#cases';

/**
 * What the creation of a case is compared with: the same framework, the same body and the same schema, an answer of
 * about the same size, and nothing stored, nobody authenticated.
 */
@Controller('api/cases/')
class BareRoute {
  private next = 1;

  @Post()
  create(@Body({ schema: createCaseInput }) body: CreateCaseInput): object {
    const at = new Date().toISOString();
    const checks = (body.checks ?? []).map(({ check_type }, index) => ({
      id: index,
      check_type,
      input_details: null,
      risk_score: null,
      title: null,
      note: null,
      reasoning: [],
      outcome: null,
      status: 'DECIDING',
      delete_after: -1,
      created_at: at,
      updated_at: at,
    }));
    return { id: this.next++, customer: body.customer, outcome: null, created_at: at, updated_at: at, checks, revision: 3 };
  }
}

@Module({ controllers: [BareRoute] })
class BareModule {}

const app = await NestFactory.create<NestFastifyApplication>(BareModule, new FastifyAdapter({ routerOptions: { ignoreTrailingSlash: true } }), {
  logger: false,
});
app.useGlobalPipes(new StandardSchemaValidationPipe());
await app.listen(0, '127.0.0.1');
process.stdout.write(`ready at ${await app.getUrl()}\n`);
