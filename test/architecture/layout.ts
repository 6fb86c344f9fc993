/** What a file inside a context may be (house convention 7). */
export const roles = [
  ...['events', 'commands', 'decider', 'command', 'query', 'controller', 'projection', 'table', 'policy'],
  ...['publication', 'answer', 'interceptor', 'module', 'fixtures', 'migration', 'adapter', 'port'],
];

const context = /^libs\/(register|scheduling|scoring|reporting)\/src\//;
const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)+$/;

/** A rule of where files stand and what they are called: the name of the rule, and whether a path keeps it. */
interface LayoutRule {
  readonly name: string;
  readonly holds: (path: string) => boolean;
}

const rules: readonly LayoutRule[] = [
  {
    name: 'a module has a name in kebab case',
    holds: (path) => kebab.test(nameOf(path)),
  },
  {
    name: 'a library has one index, none deeper',
    holds: (path) => nameOf(path) !== 'index.ts' || /^libs\/[^/]+\/src\/index\.ts$/.test(path),
  },
  {
    name: 'a file of a context has one of the known roles',
    holds: (path) => {
      if (!context.test(path) || /\.spec\.ts$|\/index\.ts$/.test(path)) return true;
      const [, role, ...rest] = nameOf(path).replace(/\.ts$/, '').split('.');
      return role === undefined ? path.includes('/src/domain/') : roles.includes(role) && rest.length === 0;
    },
  },
  {
    name: 'a use-case has a folder named for the act',
    holds: (path) => {
      const [, folder, file] = /^libs\/[^/]+\/src\/features\/([^/]+)\/(.+)$/.exec(path) ?? [];
      return file === undefined || file.startsWith(`${folder}.`);
    },
  },
];

/** The rules that a path of a module breaks, by name. */
export function layoutFaults(path: string): readonly string[] {
  return rules.filter(({ holds }) => !holds(path)).map(({ name }) => name);
}

/** The names of all rules. */
export const layoutRules = rules.map(({ name }) => name);

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
