// Words by which forms name the fields of a listing, by language. Data only;
// guess.ts reads it. A word stands for whole words of a label, lower case and
// without accents; names in Chinese, Japanese and Korean match anywhere.

export type Role = "title" | "highlights" | "bullets" | "description" | "search_terms" | "brand" | "category";

/** Tried in order: "product description" is a description before it is a product's name. */
export const roleWords: readonly (readonly [Role | "never", readonly string[]])[] = [
  ["never", [
    "sku", "price", "quantity", "qty", "stock", "weight", "width", "height", "length", "upc", "ean", "gtin", "isbn", "asin", "barcode",
    "own brands", "my brands", "email", "e-mail", "phone", "password", "address", "zip", "postcode", "url", "link", "coupon", "captcha", "message to buyer", "reply",
    "precio", "cantidad", "prix", "quantite", "preis", "menge", "preco", "quantidade", "prezzo",
    "自有品牌", "价格", "數量", "数量", "库存", "重量", "邮箱", "电话", "密码", "地址", "条码", "編碼", "编码", "运费",
    "価格", "在庫", "가격", "재고",
  ]],
  ["search_terms", [
    "search terms", "search term", "generic keyword", "generic keywords", "keywords", "keyword", "tags", "tag", "backend keywords", "meta keywords",
    "terminos de busqueda", "palabras clave", "etiquetas", "suchbegriffe", "suchbegriff", "schlusselworter", "schlagworter",
    "mots-cles", "mots cles", "termes de recherche", "termini di ricerca", "parole chiave", "palavras-chave", "termos de pesquisa", "zoektermen",
    "搜索词", "搜索关键词", "搜索字词", "关键词", "关键字", "標籤", "标签", "搜尋字詞", "検索キーワード", "キーワード", "검색어", "키워드", "tu khoa", "kata kunci",
  ]],
  ["highlights", [
    "highlights", "item highlights", "product highlights", "short description", "subtitle", "title differentiation", "kurzbeschreibung",
    "resumen", "points cles", "商品亮点", "亮点", "产品亮点", "副标题", "短描述", "简短描述", "ハイライト",
  ]],
  ["bullets", [
    "bullet", "bullets", "bullet point", "bullet points", "key features", "key feature", "product feature", "product features", "feature", "about this item", "selling points",
    "vinetas", "caracteristicas principales", "aufzahlungspunkt", "aufzahlungspunkte", "attribut", "puces", "points forts", "punto elenco", "punti elenco", "topico",
    "五点描述", "五点", "卖点", "要点", "商品要点", "產品特點", "产品特点", "商品特性", "箇条書き", "商品の仕様", "글머리",
  ]],
  ["description", [
    "description", "product description", "item description", "details", "product details", "body", "body html", "about", "story", "long description",
    "descripcion", "beschreibung", "artikelbeschreibung", "descrizione", "descricao", "beschrijving", "opis", "beskrivning", "mo ta", "deskripsi", "aciklama",
    "描述", "商品描述", "产品描述", "產品描述", "รายละเอียดสินค้า", "详情", "詳情", "商品详情", "説明", "商品説明", "설명", "상세설명",
  ]],
  ["brand", [
    "brand", "brand name", "manufacturer", "vendor", "marca", "marke", "markenname", "hersteller", "marque", "merk", "marka", "thuong hieu", "merek",
    "品牌", "品牌名", "品牌名称", "แบรนด์", "厂商", "制造商", "ブランド", "브랜드",
  ]],
  ["category", [
    "category", "product type", "item type", "product category", "categoria", "kategorie", "categorie", "danh muc", "kategori",
    "类目", "分类", "類別", "หมวดหมู่", "品类", "商品类型", "カテゴリ", "카테고리",
  ]],
  ["title", [
    "title", "product title", "item title", "listing title", "item name", "product name", "name of product", "listing name", "name",
    "titulo", "nombre del producto", "titel", "artikelname", "produktname", "titre", "nom du produit", "titolo", "nome do produto", "nazwa", "tieu de", "ten san pham", "judul", "nama produk", "baslik",
    "标题", "標題", "商品标题", "商品名稱", "產品名稱", "ชื่อสินค้า", "tytuł", "产品标题", "商品名称", "产品名称", "商品名", "タイトル", "商品名", "제목", "상품명",
  ]],
];

/** The same, as written in code: name and id attributes, cut at case, dots, dashes and underscores. */
export const attributeWords: readonly (readonly [Role, readonly string[]])[] = [
  ["search_terms", ["generic keyword", "generic keywords", "search terms", "keywords", "tags", "tag"]],
  ["highlights", ["title differentiation", "highlights", "subtitle"]],
  ["bullets", ["bullet point", "bullet", "bullets", "key features"]],
  ["description", ["product description", "description", "body html", "desc"]],
  ["brand", ["brand", "brand name", "vendor", "manufacturer"]],
  ["category", ["category", "product type", "item type"]],
  ["title", ["item name", "product name", "title", "product title"]],
];
