import { ApiRoute, RequireScope } from '#http';
import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type ProjectionReport, projectionSchema } from '../projection.report.js';
import { ProjectionsReader } from '../projections.reader.js';

@ApiTags('Operations')
@Controller('api/projections/')
export class GetProjectionRoute {
  constructor(private readonly projections: ProjectionsReader) {}

  @Get(':name/')
  @RequireScope('operator')
  @ApiRoute({ summary: 'Get a read model', answers: { 200: projectionSchema }, errors: [404] })
  get(@Param('name') name: string): Promise<ProjectionReport> {
    return this.projections.one(name);
  }
}
