// Which marketplace a seller's page belongs to, by its host. Seller pages have
// hosts of their own; where one serves several countries, the page's host does
// not say which, and the answer is the family's first, or the seller's setting.

/** Host name, or its end after a dot, and the marketplace's host as the lists name it. */
const sellerHosts: Readonly<Record<string, string>> = {
  "sellercentral.amazon.com": "amazon.com",
  "sellercentral.amazon.ca": "amazon.ca",
  "sellercentral.amazon.com.mx": "amazon.com.mx",
  "sellercentral.amazon.com.br": "amazon.com.br",
  "sellercentral.amazon.co.uk": "amazon.co.uk",
  "sellercentral-europe.amazon.com": "amazon.co.uk",
  "sellercentral.amazon.de": "amazon.de",
  "sellercentral.amazon.fr": "amazon.fr",
  "sellercentral.amazon.it": "amazon.it",
  "sellercentral.amazon.es": "amazon.es",
  "sellercentral.amazon.nl": "amazon.nl",
  "sellercentral.amazon.se": "amazon.se",
  "sellercentral.amazon.pl": "amazon.pl",
  "sellercentral-japan.amazon.com": "amazon.co.jp",
  "sellercentral.amazon.co.jp": "amazon.co.jp",
  "sellercentral.amazon.com.au": "amazon.com.au",
  "sellercentral.amazon.in": "amazon.in",
  "sellercentral.amazon.sg": "amazon.sg",
  "sellercentral.amazon.ae": "amazon.ae",
  "seller.walmart.com": "walmart.com",
  "seller.us.tiktokglobalshop.com": "seller-us.tiktok.com",
  "seller.uk.tiktokglobalshop.com": "seller-uk.tiktok.com",
  "seller.eu.tiktokglobalshop.com": "seller-de.tiktok.com",
  "seller.temu.com": "temu.com",
  "seller.kuajingmaihuo.com": "temu.com",
  "seller.aliexpress.com": "aliexpress.com",
  "gsp.aliexpress.com": "aliexpress.com",
  "admin.shopify.com": "shopify.com",
  "myshopify.com": "shopify.com",
  "seller.shein.com": "shein.com",
};

/** Sites that name their country in the host themselves: "seller.shopee.sg" is "shopee.sg". */
const families = ["amazon", "ebay", "etsy", "walmart", "shopee", "lazada", "aliexpress", "temu", "mercadolibre", "mercadolivre", "shein"];

export function marketplaceOf(host: string): string {
  const name = host.toLowerCase();
  for (const [seller, marketplace] of Object.entries(sellerHosts)) {
    if (name === seller || name.endsWith(`.${seller}`)) return marketplace;
  }
  if (/^seller-[a-z]{2}\.tiktok\.com$/.test(name)) return name;
  const labels = name.split(".");
  const at = labels.findIndex((label) => families.includes(label));
  return at < 0 ? "" : labels.slice(at).join(".");
}
