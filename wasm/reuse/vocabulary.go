package reuse

// functionWords are the words that a text cannot do without, in the languages
// that the marketplaces write with spaces: English, German, French, Spanish,
// Italian, Portuguese, Dutch, Swedish, Polish, Turkish, Indonesian and
// Vietnamese, folded.
const functionWords = "a an the and or but if then than so as at by for from in into of off on onto out over per to up with without " +
	"is are was were be been being am has have had do does did can could will would shall should may might must " +
	"it its this that these those there here he she they we you i his her their our your my him them us me who whom whose which what when where how why " +
	"not no nor only also each any all some such more most other both one two very too just about between through during before after under again further once " +
	"der die das den dem des ein eine einer eines einem und oder aber mit von zu zum zur im ist sind war nicht auch auf fur sich es sie er wir ihr " +
	"le la les un une des du de et ou mais dans sur pour par avec sans est sont pas plus ce cette ces qui que son sa ses il elle vous nous " +
	"el los las una unos unas y o pero con sin por para del al es son no se su sus lo como mas este esta estos estas " +
	"il lo gli uno di da e ed ma con non che per del della dei delle al alla nel nella sono si come piu questo questa " +
	"os um uma do dos das na nos nas em com nao ou ao mais seu sua isso voce " +
	"het een en van op te voor met niet zijn ook maar bij uit aan om naar wordt deze " +
	"och att det som av med pa ar till inte om eller kan din ditt " +
	"i w z ze jest nie sie dla od przez oraz lub jak " +
	"ve bir bu ile icin daha cok gibi olan veya " +
	"yang dan untuk dengan dari ini itu atau pada tidak bisa adalah akan juga kami anda di ke jika " +
	"va cua cho la khong cac nhung duoc trong voi den khi nay mot rat"

// functionCharacters are their like in Chinese.
const functionCharacters = "的 了 是 在 和 与 及 或 也 都 而 就 有 不 之 其 为 以 于 对 从 到 把 被 让 您 你 我 他 她 它 这 那 个 们 地 得 着 过 很 更 最"

// units are those that stand in one with their number, in capitals: "20W".
const units = "w kw kwh v a ah mah hz khz mhz ghz db lm mm cm m km mg g kg lb lbs oz ml l ft in gb mb tb mp p k d x pc pcs rpm psi bar"

// addressWords are those that addresses are made of.
const addressWords = "importer imported manufacturer manufactured packed marketed address registered office road rd street st avenue lane " +
	"building bldg complex tower floor plot survey sector phase block village dist district estate industrial park nagar city pin pincode zip box " +
	"strasse str rue calle india china germany france spain italy uk usa pvt ltd limited inc llc gmbh"

// What a word is known as; one may be several.
const (
	asFunction = 1 << iota
	asFunctionCharacter
	asUnit
	asAddress
)

// A vocabulary is the words above. Of a hash it keeps half, and where it stands
// tells most of the rest: whole, the hashes would be the largest part of the
// module that compresses to nothing.
type vocabulary struct {
	half [2048]uint16
	as   [2048]uint8
}

// known tells what a word is known as.
func known(hash uint32) uint8 { return words.as[words.slot(hash)] }

var words = func() *vocabulary {
	v := new(vocabulary)
	v.read(functionWords, asFunction)
	v.read(functionCharacters, asFunctionCharacter)
	v.read(units, asUnit)
	v.read(addressWords, asAddress)
	return v
}()

func (v *vocabulary) read(list string, as uint8) {
	for start, i := 0, 0; i <= len(list); i++ {
		if i == len(list) || list[i] == ' ' {
			h := hash([]byte(list[start:i]))
			s := v.slot(h)
			v.half[s] = uint16(h >> 16)
			v.as[s] |= as
			start = i + 1
		}
	}
}

// slot is where a word is, or would be: at the latest in the first that is free.
func (v *vocabulary) slot(hash uint32) uint32 {
	i := hash % uint32(len(v.as))
	for v.as[i] != 0 && v.half[i] != uint16(hash>>16) {
		i = (i + 1) % uint32(len(v.as))
	}
	return i
}
