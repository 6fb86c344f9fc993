/** A command of a member. */
export interface ByAccount {
  /** The account that acts. Its system role was checked at the edge, its membership is checked here. */
  readonly by: string;
}
