// The marketplaces a seller can choose, as the lists name them, by family.

export type Family = { readonly name: string; readonly ids: readonly string[] };

export const families: readonly Family[] = [
  family("Amazon", "amazon.com amazon.ca amazon.com.mx amazon.com.br amazon.co.uk amazon.de amazon.fr amazon.it amazon.es amazon.nl amazon.pl amazon.se amazon.com.be amazon.ie amazon.com.tr amazon.ae amazon.sa amazon.eg amazon.co.za amazon.in amazon.co.jp amazon.com.au amazon.sg"),
  family("eBay", "ebay.com ebay.co.uk ebay.de ebay.fr ebay.it ebay.es ebay.nl ebay.be ebay.at ebay.ch ebay.ie ebay.pl ebay.ca ebay.com.au ebay.com.hk ebay.com.sg ebay.com.my ebay.ph"),
  family("Temu, AliExpress, SHEIN", "temu.com aliexpress.com shein.com alibaba.com dhgate.com"),
  family("TikTok Shop", "seller-us.tiktok.com seller-uk.tiktok.com seller-de.tiktok.com seller-fr.tiktok.com seller-it.tiktok.com seller-es.tiktok.com seller-ie.tiktok.com seller-mx.tiktok.com seller-br.tiktok.com seller-jp.tiktok.com seller-id.tiktok.com seller-my.tiktok.com seller-ph.tiktok.com seller-sg.tiktok.com seller-th.tiktok.com seller-vn.tiktok.com"),
  family("Walmart, Etsy, Shopify", "walmart.com walmart.ca walmart.com.mx etsy.com shopify.com target.com wayfair.com newegg.com bestbuy.com"),
  family("Shopee", "shopee.sg shopee.com.my shopee.co.th shopee.vn shopee.ph shopee.co.id shopee.tw shopee.com.br shopee.com.mx shopee.cl shopee.com.co"),
  family("Lazada", "lazada.sg lazada.com.my lazada.co.th lazada.vn lazada.com.ph lazada.co.id"),
  family("Mercado Libre", "mercadolibre.com.mx mercadolibre.com.ar mercadolibre.com.co mercadolibre.com.uy mercadolibre.com.pe mercadolibre.cl mercadolivre.com.br"),
  family("Europe", "allegro.pl otto.de kaufland.de zalando.de cdiscount.com fnac.com manomano.fr bol.com emag.ro onbuy.com fruugo.com"),
  family("Asia", "rakuten.co.jp shopping.yahoo.co.jp qoo10.jp coupang.com 11st.co.kr gmarket.co.kr flipkart.com tokopedia.com tiki.vn"),
];

function family(name: string, ids: string): Family {
  return { name, ids: ids.split(" ") };
}
