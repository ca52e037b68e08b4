import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { laterLists } from "./lists.ts";
import { ListServer } from "./product.ts";
import { offerOf, World, type Offer } from "./world.ts";

/** A mark that every list names, and two that only lists made here do. */
export const [usual, added, refused] = ["Velcro", "Zorbalux", "Quexilon"] as const;

/** Lists to attack with, published by the command with the keys that the extension trusts. */
export class Material {
  /** The list in use when an attack begins. */
  readonly good: Offer;
  /** A newer one that no attack may bring into use. */
  readonly bait: Offer;
  readonly #states: readonly string[];
  readonly #ahead = new Map<string, Promise<Offer>>();

  static async make(): Promise<Material> {
    const server = await ListServer.ours();
    const start = mkdtempSync(join(tmpdir(), "clearlist-start-"));
    cpSync(server.state, start, { recursive: true });
    await publish(server, 1, added);
    const good = offerOf(server.state);
    await publish(server, 2, refused);
    return new Material(good, offerOf(server.state), [start, server.state]);
  }

  private constructor(good: Offer, bait: Offer, states: readonly string[]) {
    this.good = good;
    this.bait = bait;
    this.#states = states;
  }

  /** The publisher as it was when the extension was built. */
  world(): World {
    return World.of(this.#states[0] ?? "");
  }

  /** The newest list of a publisher whose lists are many versions ahead; made once. */
  ahead(versions: number, term: string): Promise<Offer> {
    const key = `${versions} ${term}`;
    const made = this.#ahead.get(key) ?? publishedAhead(versions, term);
    this.#ahead.set(key, made);
    return made;
  }

  remove(): void {
    for (const state of this.#states) rmSync(state, { recursive: true, force: true });
  }
}

async function publishedAhead(versions: number, term: string): Promise<Offer> {
  const server = await ListServer.ours();
  try {
    await publish(server, versions, term);
    return offerOf(server.state);
  } finally {
    await server.close();
  }
}

/** Enough of the lists for a marketplace, its classes of goods and the usual mark: a fiftieth of them, so that publishing takes a moment. */
const few = ["release.list", "marketplaces.list", "goods.list", "common.words", "marks-materials.list"];

async function publish(server: ListServer, later: number, term: string): Promise<void> {
  const folder = laterLists(later, term, few);
  try {
    await server.publish(folder, "--max-change", "100");
  } finally {
    rmSync(folder, { recursive: true });
  }
}
