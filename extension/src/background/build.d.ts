// What only a build knows: the bundler answers this import.
declare module "clearlist:build" {
  /** Origin of the list server. */
  export const server: string;
  /** The first trusted root of the lists, as published. */
  export const root: string;
  /** base.json of the bundled list. */
  export const base: unknown;
}
