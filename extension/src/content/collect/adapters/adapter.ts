// What is known of one marketplace's listing form. Data only: ../named.ts reads
// it. Where no rule holds, labels and names decide as on any page, so a rule
// that a new version of the page has made useless costs nothing but certainty.

import type { Role } from "../labels.ts";

export type Adapter = {
  /** As sellers call it. */
  readonly name: string;
  /** Seller pages by host name (or its end after a dot), and the marketplace as the lists name it. */
  readonly hosts: Readonly<Record<string, string>>;
  /** Hosts with this label tell their country themselves: "seller.shopee.sg" is "shopee.sg". */
  readonly family?: string;
  /** Where one host serves several countries: the parameter of the address that says which. */
  readonly site?: { readonly parameters: readonly string[]; readonly values: Readonly<Record<string, string>> };
  /**
   * What a field is: the first rule whose selector holds for the field itself or
   * for an element around it, nearest first, across shadow roots.
   */
  readonly fields: readonly FieldRule[];
  /** What the page shows and nobody writes: the text of the first visible element. */
  readonly facts?: readonly FactRule[];
};

export type FieldRule = readonly [is: Role | "never", at: string];

export type FactRule = readonly [is: "category" | "brand", at: string];
