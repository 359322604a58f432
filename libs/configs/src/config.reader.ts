import { CommandRunner } from '#event-sourcing';
import { Injectable } from '@nestjs/common';
import { type Blueprint, blueprintOf } from './blueprint.js';
import { SLUG } from './config.input.js';
import { type CaseConfig, type Config, configAggregate, configStream, type ConfigVersions } from './config.state.js';

/** Configs as they are at this moment, read from their streams: what is decided upon must not be out of date. */
@Injectable()
export class ConfigReader {
  constructor(private readonly runner: CommandRunner) {}

  /** Every version, oldest first; none when the organization has no config of this slug. */
  async versions(org: string, slug: string): Promise<ConfigVersions> {
    return SLUG.test(slug) ? (await this.runner.read(configAggregate, configStream(org, slug))).state : [];
  }

  /** The newest version; undefined when there is none. */
  async current(org: string, slug: string): Promise<Config | undefined> {
    return (await this.versions(org, slug)).at(-1);
  }

  /** A version of a case config; undefined when there is none, or the slug is a dual config's. */
  async caseConfig(org: string, slug: string, version?: number): Promise<CaseConfig | undefined> {
    const versions = await this.versions(org, slug);
    const config = version === undefined ? versions.at(-1) : versions[version - 1];
    return config?.kind === 'single' ? config : undefined;
  }

  /** What a case by this config is made by from now on; undefined when the organization has no config of this slug. */
  async blueprint(org: string, slug: string): Promise<Blueprint | undefined> {
    const config = await this.current(org, slug);
    if (config?.kind !== 'dual') return config && blueprintOf(config);
    const kyb = await this.caseConfig(org, config.kyb);
    if (!kyb) throw new Error(`Dual config ${org}.${slug} names ${config.kyb}, which is not there.`);
    return blueprintOf(kyb, config);
  }
}
