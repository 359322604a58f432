interface Route {
  readonly pattern: RegExp;
  readonly method: string;
}

/** The routes that the service has: the router itself says of a path only that this method has none. */
export class RouteTable {
  readonly #routes: Route[] = [];

  /** Adds a route in the router's own notation, such as `/api/cases/:id`. */
  add(method: string, path: string): void {
    const source = path
      .replace(/\/$/, '')
      .split('/')
      .map((part) => (part.startsWith(':') ? '[^/]+' : part === '*' ? '.*' : escaped(part)))
      .join('/');
    this.#routes.push({ method, pattern: new RegExp(`^${source}/?$`) });
  }

  /** The methods that a path can be asked with; none when there is no such path. */
  methodsOf(url: string): readonly string[] {
    const path = url.split('?', 1)[0] ?? url;
    return [...new Set(this.#routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method))].sort();
  }
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
