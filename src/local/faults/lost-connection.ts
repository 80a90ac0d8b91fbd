/** Thrown through the router, or by the stream of an answer's body, where a fault takes the connection away. */
export class LostConnection extends Error {
  override readonly name = 'LostConnection';
  constructor() {
    super('a fault cut the connection');
  }
}
