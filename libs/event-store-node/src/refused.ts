/** The node cannot start, for a reason its operator can do something about: one line, no stack. */
export class NodeRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NodeRefused';
  }
}
