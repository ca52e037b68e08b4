package reuse

// commonplaces are what sellers of everything write: on colours and measures
// that differ, shipping, returns, warranties, and what is in the box. A seller
// has seen too few listings for them to be known by their owners, so they are
// known from the start, and count as if commonOwners had them. They are aligned
// as a source is: small changes are nobody's either. Accents are left out, as
// words are compared without, and the module is smaller.
const commonplaces = `Please allow 1-3 cm error due to manual measurement. Please make sure you do not mind before you order.
Please allow a slight difference in size due to manual measurement.
Due to the difference between different monitors, the picture may not reflect the actual color of the item. Please understand.
The colors may vary slightly due to the different display and light, please understand. Thank you for your understanding.
The actual color may be slightly different from the pictures because of light and monitor settings.
Pictures are for illustration only. The actual product may vary. If the picture differs from the product, the product shall prevail.
Please refer to the size chart before ordering. If you are between two sizes, please choose the larger one. Asian sizes are smaller than US and EU sizes, please compare the detailed sizes with yours before you buy.
Fits true to size, take your normal size. Fits smaller than usual, please check this store's sizing info.
If you have any questions, please feel free to contact us. If you have any problem, please do not hesitate to contact us, we will reply within 24 hours.
If there is any problem with the product please contact us first before leaving negative feedback, we will do our best to solve it for you.
If you are not satisfied with your purchase, please contact us for a refund or a replacement. Your satisfaction is our priority.
If you are satisfied with our products please give us positive feedback and 5 stars. Thank you for your support.
Welcome to our store. Thank you for visiting, have a nice day. Happy shopping. Please follow our shop.
We offer a 12 month warranty and friendly customer service. 1 year warranty provided by the manufacturer from the date of purchase. One year limited warranty against manufacturing defects. 30 day money back guarantee.
Orders are shipped within 24 hours. Free shipping and free returns. Fast delivery. Items ship within 2 business days after payment. Cash on delivery is available. Ready stock.
Package included: 1 piece. Package contents: 1 x product, 1 x user manual, 1 x charging cable, 1 x warranty card. What is in the box: instruction manual and warranty card.
Includes: instruction manual, customer care list and guarantee card. Warranty: 2 years on product.
In an unlikely case of product quality related issue we may ask you to reach out to brand's customer service support and seek resolution. We will require brand proof of issue to process replacement request.
Easy returns: this product is eligible for replacement within 10 days of delivery in case of any product defects, damage or features not matching the description provided. Please visit brand website for toll free numbers and provide product's model name as well as seller's details mentioned on the invoice. Installation and demo will be arranged by the service partner.
Batteries are not included. Wipe clean with a damp cloth. Machine wash cold, do not bleach, tumble dry low, do not iron. Hand wash only. Dishwasher safe. Keep out of reach of children. Keep in a cool and dry place away from direct sunlight.
Made of high quality materials, 100% brand new and high quality. Perfect gift for birthday, Christmas, Halloween, Valentine's Day, wedding and party. Suitable for daily wear, party and vacation.
Colors: black, white, red, blue, green, pink, yellow, grey. Sizes: S, M, L, XL, XXL. Season: spring, summer, autumn, winter. Gender: men, women, unisex. Country of origin: China. Material: polyester, cotton. Style: casual.
Debido a la medicion manual, permita una diferencia de 1 a 3 cm. Permita una pequena diferencia debido a la medicion manual.
Debido a los diferentes monitores y efectos de luz, el color real del articulo puede ser ligeramente diferente del color que se muestra en las imagenes. Gracias por su comprension.
Las imagenes son solo para referencia. Si la imagen no es consistente con el producto real, el producto real prevalecera.
El tamano asiatico es mas pequeno que el de Europa y Estados Unidos. Compare los tamanos detallados con los suyos antes de comprar. Consulte la tabla de tallas. Se ajusta al tamano, tome su talla normal.
Si tiene alguna pregunta, no dude en contactarnos. Haremos todo lo posible para resolver su problema. Si esta satisfecho con nuestros productos, por favor denos un comentario positivo y 5 estrellas.
Bienvenido a nuestra tienda. Gracias por su visita. Que tenga un buen dia. El paquete incluye: 1 pieza. Envio en un plazo de 24 horas. Garantia de 12 meses. Lugar de origen: China. Tipo de articulo. Temporada: primavera, verano, otono, invierno. Material: poliester, algodon.
Bitte beachten Sie, dass die Farben aufgrund der Beleuchtung und der Bildschirmeinstellungen leicht abweichen konnen. Bitte erlauben Sie 1 bis 3 cm Abweichung aufgrund manueller Messung. Bei Fragen konnen Sie uns jederzeit gerne kontaktieren. Wenn Sie Fragen haben, zogern Sie bitte nicht, uns zu kontaktieren. 12 Monate Garantie und freundlicher Kundenservice. Lieferumfang: 1 x Bedienungsanleitung.
Veuillez noter que la couleur peut legerement varier en raison de l'eclairage et des parametres de l'ecran. Veuillez autoriser une erreur de 1 a 3 cm en raison de la mesure manuelle. Si vous avez des questions, n'hesitez pas a nous contacter. Garantie de 12 mois et service client. Contenu de l'emballage.
Si prega di consentire un errore di 1-3 cm a causa della misurazione manuale. Il colore reale potrebbe essere leggermente diverso dalle immagini a causa del monitor. Se avete domande, non esitate a contattarci.
Por favor, permita um erro de 1 a 3 cm devido a medicao manual. A cor real pode ser ligeiramente diferente das imagens devido ao monitor. Se tiver alguma duvida, nao hesite em nos contatar.
Cam ket san pham 100% giong mo ta. Doi tra theo dung quy dinh cua Shopee. Dieu kien ap dung trong vong 03 ngay ke tu khi nhan san pham. Hang hoa van con moi, chua qua su dung. Hang hoa hu hong do van chuyen hoac do nha san xuat. Truong hop duoc chap nhan: hang khong dung size, kieu dang, mau ma nhu quy khach dat hang. Khong du so luong, khong du bo nhu trong don hang. Truong hop khong du dieu kien ap dung chinh sach: qua 03 ngay ke tu khi quy khach nhan hang. Gui lai hang khong dung mau ma, khong phai san pham cua shop. Khong thich, khong hop, dat nham san pham.
由于手工测量，请允许1-3厘米的误差。由于光线和显示器不同，图片可能存在色差，请以实物为准。图片仅供参考，以收到实物为准。
如有任何问题，请随时联系客服，我们会尽快为您解决。如果您满意我们的产品，请给五星好评。收货后七天无理由退换货。现货促销，24小时内发货。欢迎光临本店，祝您购物愉快。
由於手工測量，請允許1-3公分的誤差。因拍攝光線與螢幕不同，圖片可能有色差，請以實物為準。如有任何問題，請隨時聯繫客服。`

// commonOwners is more than a corpus of a few hundred listings can show.
const commonOwners = 24

// commonplace are the words of that. They are read when first wanted: built at
// the start, 20 KB of hashes would be part of the module that all download.
func (m *Memory) commonplace() []token {
	if m.common == nil {
		m.common = tokens(commonplaces)
	}
	return m.common
}

// common counts what everybody writes of the text's words.
func (c *comparison) common(owners []int32) {
	for _, m := range c.everyones.matches {
		for t := m.t0; t < m.t1; t++ {
			owners[t] = max(owners[t], commonOwners)
		}
	}
}
