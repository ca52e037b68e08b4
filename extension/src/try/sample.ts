// A listing as sellers write them, with the mistakes they make. It stays in
// the listing's language whatever the page's.

export type Sample = Readonly<Record<"marketplace" | "category" | "own" | "brand" | "title" | "highlights" | "search", string>> & {
  readonly bullets: readonly string[];
  readonly description: readonly string[];
};

export const sample: Sample = {
  marketplace: "amazon.com",
  category: "Phone accessories",
  own: "Zibo",
  brand: "Zibo",
  title: "Velcro straps compatible with iPhone 15, antibacterial",
  highlights: "Reusable cable ties, 20 pieces, trim to length",
  bullets: [
    "STRONG HOLD: hook and loop closes again and again without losing its grip",
    "Works like a Rubbermaid organizer for chargers, earbuds and GoPro mounts",
    "FDA approved material, kills 99.9% of germs, safe for the whole family",
    "Fits desks, backpacks and stroller frames; pairs well with a Yeti tumbler",
    "100% money-back guarantee: contact us and we refund you the same day",
  ],
  description: [
    "Tidy the cables on your desk with twenty soft straps that you can cut to any length.",
    "The black straps lie flat like velcro, and the set comes in a Kleenex-size box. Inspired by Lululemon belts.",
  ],
  search: "cable ties velcro strips cord organizer Apple charger",
};

export const nothing: Sample = {
  ...{ marketplace: "amazon.com", category: "", own: "", brand: "", title: "", highlights: "", search: "" },
  bullets: [],
  description: [],
};
