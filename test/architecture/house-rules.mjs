/**
 * A rule as selectors over the syntax tree, and the sentence that says what to do instead.
 *
 * @param {string} message
 * @param {...string} selectors
 */
function forbid(message, ...selectors) {
  return {
    meta: { type: 'problem', schema: [], messages: { forbidden: message } },
    create: (context) =>
      Object.fromEntries(
        selectors.map((selector) => [selector, (node) => context.report({ node, messageId: 'forbidden' })]),
      ),
  };
}

const overType = 'SwitchStatement:matches([discriminant.name="type"], [discriminant.property.name="type"])';

/** The rules of the house that can be told from one file, as an ESLint plugin; probed by `lint-rules.spec.ts`. */
export const house = {
  rules: {
    'no-clock': forbid(
      'Pure code has no clock: time arrives in the command.',
      'NewExpression[callee.name="Date"][arguments.length=0]',
      'CallExpression[callee.name="Date"]',
      'MemberExpression[object.name="Date"][property.name="now"]',
      'MemberExpression[object.name="performance"]',
      'CallExpression[callee.name=/^set(Timeout|Interval|Immediate)$/]',
    ),
    'no-chance': forbid(
      'Pure code has no chance: ids arrive in the command.',
      'MemberExpression[object.name="Math"][property.name="random"]',
      'MemberExpression[object.name="crypto"][property.name=/^(randomUUID|getRandomValues)$/]',
      'CallExpression[callee.name=/^random(Bytes|Int|UUID)$/]',
    ),
    'settings-from-config': forbid(
      'Only libs/config reads process.env.',
      'MemberExpression[object.name="process"]:matches([property.name="env"], [property.value="env"])',
      'VariableDeclarator[init.name="process"] > ObjectPattern > Property[key.name="env"]',
      'ImportDeclaration[source.value=/^(node:)?process$/] > ImportSpecifier[imported.name="env"]',
    ),
    'command-bus-only': forbid(
      'Of @nestjs/cqrs the command bus only: its event bus and sagas live in memory, queries are functions.',
      'ImportDeclaration[source.value="@nestjs/cqrs"] > ImportSpecifier[imported.name=/Event|Saga|Query|Aggregate/]',
      'ExportNamedDeclaration[source.value="@nestjs/cqrs"] > ExportSpecifier[local.name=/Event|Saga|Query|Aggregate/]',
    ),
    'types-are-exhausted': forbid(
      'A switch over a type ends in unreachable(…): an event that nobody handles must not be swallowed.',
      `${overType} > SwitchCase[test=null]:not(:has(CallExpression[callee.name="unreachable"]))`,
      `${overType}:not(:has(> SwitchCase[test=null]))`,
    ),
    'no-module-mocks': forbid(
      'No mocked modules: give the unit a stub of its port.',
      'MemberExpression[object.name="jest"][property.name=/^(mock|doMock|setMock|unstable_mockModule)$/]',
    ),
    'every-test-runs': forbid(
      'Every test runs: none alone, none skipped, none to be written.',
      'MemberExpression[object.name=/^(it|test|describe)$/][property.name=/^(skip|only|todo|failing)$/]',
      'MemberExpression[object.object.name=/^(it|test|describe)$/][property.name=/^(skip|only|todo|failing)$/]',
      'CallExpression[callee.name=/^([xf]it|xtest|[xf]describe)$/]',
    ),
    'short-climbs': {
      meta: {
        type: 'problem',
        schema: [{ type: 'integer', minimum: 1 }],
        messages: {
          climbs: 'An import climbs no more than {{most}} folder(s): move it, or use @kompass/<lib>.',
        },
      },
      create: (context) => {
        const [most] = context.options;
        const check = ({ source }) => {
          const steps = String(source?.value ?? '').split('../').length - 1;
          if (steps > most) context.report({ node: source, messageId: 'climbs', data: { most } });
        };
        return {
          ImportDeclaration: check,
          ImportExpression: check,
          ExportAllDeclaration: check,
          ExportNamedDeclaration: check,
        };
      },
    },
  },
};
