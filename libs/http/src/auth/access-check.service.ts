import { Injectable, type OnModuleInit, type Type } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { PATH_METADATA } from '@nestjs/common/constants.js';
import { ACCESS } from './access.js';

/** Stops the start of a service in which a route does not say who may use it, so that none is open by mistake. */
@Injectable()
export class AccessCheck implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  /** @throws Error naming the routes that have none of `@Public()`, `@RequireScope(…)` and `@RequireSession()`. */
  onModuleInit(): void {
    const undeclared = this.discovery.getControllers().flatMap(({ metatype }) => this.undeclaredRoutes(metatype as Type));
    if (undeclared.length === 0) return;
    throw new Error(`Say who may use these routes, with @RequireScope(…), @RequireSession() or @Public(): ${undeclared.join(', ')}.`);
  }

  private undeclaredRoutes(controller: Type): string[] {
    const prototype = controller.prototype as Record<string, (...parameters: unknown[]) => unknown>;
    return this.scanner.getAllMethodNames(prototype).flatMap((name) => {
      const handler = prototype[name];
      if (!handler || !Reflect.hasMetadata(PATH_METADATA, handler)) return [];
      return this.reflector.getAllAndOverride(ACCESS, [handler, controller]) === undefined ? [`${controller.name}.${name}`] : [];
    });
  }
}
