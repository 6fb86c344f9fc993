import { Injectable } from '@nestjs/common';

/** The routes this application serves: tells a wrong method (405) from a wrong address (404). */
@Injectable()
export class ServedRoutes {
  readonly #routes: { readonly path: RegExp; readonly methods: readonly string[] }[] = [];

  add(url: string, methods: string | readonly string[]): void {
    const pattern = url.replace(/[.\\]/g, String.raw`\$&`).replace(/:\w+/g, '[^/]+');
    this.#routes.push({ path: new RegExp(`^${pattern}$`), methods: [methods].flat() });
  }

  /** The methods an address takes; none where there is nothing. */
  methodsOf(url: string): readonly string[] {
    const [path = ''] = url.split('?');
    return this.#routes.filter((route) => route.path.test(path)).flatMap(({ methods }) => methods);
  }
}
