// Pages that imitate the listing forms of marketplaces, and what each of their
// fields is.

/** A form: its address, its fields by selector (">>>" goes into a shadow root), and where the seller's words stand in the listing. */
export type ListingForm = {
  readonly address: string;
  readonly fields: Readonly<Record<string, string>>;
  /** Fields that hold no text of a listing. */
  readonly others: readonly string[];
};

export const forms = {
  amazon: {
    address: "https://sellercentral.amazon.de/abis/listing/create",
    fields: {
      "kat-textarea[name^=item_name] >>> textarea": "title",
      "kat-input[name^=brand] >>> input": "brand",
      "kat-textarea[name^=title_differentiation] >>> textarea": "highlights",
      "kat-textarea[name^=bullet_point-0] >>> textarea": "bullets[0]",
      "kat-textarea[name^=bullet_point-1] >>> textarea": "bullets[1]",
      "kat-textarea[name^=bullet_point-2] >>> textarea": "bullets[2]",
      "kat-textarea[name*=product_description] >>> textarea": "description",
      "kat-textarea[name^=generic_keyword] >>> textarea": "search_terms",
      "kat-input[name^=item_type_keyword] >>> input": "category",
    },
    others: ["kat-input[name^=external_product_id] >>> input"],
  },
  ebay: {
    address: "https://www.ebay.com/lstng?mode=AddItem",
    fields: { "input[name=title]": "title", "input[name=subtitle]": "highlights", ".se-rte-editor__rich": "description" },
    others: ["input[name=customLabel]"],
  },
  etsy: {
    address: "https://www.etsy.com/your/shops/me/listing-editor/create",
    fields: { "#listing-title-input": "title", "#listing-description-textarea": "description", "#listing-tags-input": "search_terms", "#category-field-search": "category" },
    others: ["#listing-price-input"],
  },
  walmart: {
    address: "https://seller.walmart.com/items-and-inventory/add",
    fields: { "#f1": "title", "#f2": "brand", "#f3": "category", "#f4": "description", "#f5": "bullets[0]", "#f6": "bullets[1]" },
    others: ["#f7"],
  },
  shopify: {
    address: "https://admin.shopify.com/store/zibo/products/new",
    fields: { "input[name=title]": "title", "body[data-id=product-description]": "description", "input[name=productType]": "category", "input[name=vendor]": "brand", "input[name=tags]": "search_terms" },
    others: ["input[name=price]"],
  },
  tiktok: {
    address: "https://seller-us.tiktok.com/product/create",
    fields: { "#product_name": "title", "#category": "category", "#brand": "brand", "#description-editor .ProseMirror": "description" },
    others: ["#seller_sku"],
  },
  temu: {
    address: "https://agentseller.temu.com/goods/edit",
    fields: { "#goodsName": "title", "#bulletPoints-0": "bullets[0]", "#bulletPoints-1": "bullets[1]", "#goodsDesc": "description", "#brandName": "brand" },
    others: ["input[name=sn]"],
  },
  aliexpress: {
    address: "https://csp.aliexpress.com/apps/product/publish",
    fields: { "#struct-title input": "title", "input[name=brandName]": "brand", "input[name=keywords]": "search_terms", "#struct-description [contenteditable]": "description" },
    others: ["input[name=sku]"],
  },
  shopee: {
    address: "https://seller.shopee.sg/portal/product/new",
    fields: { "[data-product-edit-field-unique-id=name] input": "title", ".ql-editor": "description" },
    others: ["[data-product-edit-field-unique-id=price] input"],
  },
  lazada: {
    address: "https://sellercenter.lazada.sg/apps/product/publish",
    fields: { "#name": "title", "#brand": "brand", "#short_description": "highlights", "#description": "description" },
    others: ["#seller_sku"],
  },
  mercadolibre: {
    address: "https://global-selling.mercadolibre.com/listings/publish",
    fields: { "#a": "title", "#b": "brand", "#c": "category", "#d": "description" },
    others: ["#e"],
  },
} as const satisfies Readonly<Record<string, ListingForm>>;

export type FormName = keyof typeof forms;

/** The page at an address, of those above. */
export function formAt(host: string, path: string): string | undefined {
  for (const [name, { address }] of Object.entries(forms)) {
    const url = new URL(address);
    if (url.host === host && path.split("?")[0] === url.pathname) return `forms/${name}.html`;
  }
  return undefined;
}

export const formHosts: readonly string[] = Object.values(forms).map(({ address }) => new URL(address).host);
