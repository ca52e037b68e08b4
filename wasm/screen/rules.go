package screen

import (
	"clearlist/wasm/internal/score"
	"clearlist/wasm/list"
)

// A Rule is a reason for a finding, with its sentence in English. {text} is
// what stands in the field, {term} the listed term, {owner} its owner,
// {place} where the right holds, {date} until or from when, {standing} both for
// each place of the marketplace, {kind} the right's kind, {why} a sense's
// reason, {max} a limit, {count} what was counted. Other languages translate
// by id.
//
// A finding of a marketplace's wording rule has an id of its own, "policy."
// and the list's slug, and the list's own sentence; the same goes for the
// sentence of a limit's reason, which follows that of the rule.
type Rule struct{ ID, Message string }

// Rules are all there are, but for those of policies.
var Rules = [...]Rule{
	score.RuleName:            {"mark.name", "“{term}” is a trademark of {owner}, used here as a name of the goods."},
	score.RuleLeadsTitle:      {"mark.leads-title", "The title opens with “{term}”, a trademark of {owner}: it reads as the brand of the goods."},
	score.RuleOwnBrand:        {"mark.own-brand", "“{term}” is listed as your own brand."},
	score.RuleBrandField:      {"mark.brand-field", "The brand field names “{term}”, a trademark of {owner}, which is not among your own brands."},
	score.RuleSearchTerms:     {"mark.search-terms", "Search terms may not hold trademarks: “{term}” belongs to {owner}."},
	score.RuleNominative:      {"mark.nominative", "“{term}” says what the goods fit. Keep it to true compatibility, with the model named and no logo."},
	score.RuleComparison:      {"mark.comparison", "The wording leans on “{term}”, a trademark of {owner}. Comparisons with a mark are a common reason for removal."},
	score.RuleAttribution:     {"mark.attribution", "The wording claims a tie with {owner}, owner of “{term}”. Without a licence that is a common reason for removal."},
	score.RuleSense:           {"mark.sense", "“{term}” is a trademark of {owner}, but reads differently here: {why}."},
	score.RuleOtherGoods:      {"mark.other-goods", "“{term}” is a trademark of {owner} for other goods."},
	score.RuleRelatedGoods:    {"mark.related-goods", "“{term}” is a trademark of {owner}; the goods are related or could not be told."},
	score.RuleOrdinaryWord:    {"mark.ordinary-word", "“{term}” is an ordinary word and also a trademark of {owner}. Written as a name it may draw a complaint."},
	score.RulePending:         {"mark.pending", "{owner} has applied for “{term}” as a trademark; it is not registered yet."},
	score.RuleElsewhere:       {"mark.elsewhere", "“{term}” is a trademark of {owner} in {place}, not where this listing is shown."},
	score.RuleExpired:         {"mark.expired", "The right of {owner} to “{term}” is no longer in force here as far as the list knows."},
	score.RuleNotYet:          {"mark.not-yet", "The right of {owner} to “{term}” is in force from {date}."},
	score.RuleCharacter:       {"copyright.character", "“{term}” names a protected character or work of {owner}."},
	score.RulePatent:          {"patent.in-force", "Goods called “{term}” are known for a patent of {owner}: {standing}. Whether yours use it has to be looked at."},
	score.RuleDesign:          {"design.in-force", "Goods called “{term}” are known for a registered design of {owner}: {standing}. Whether yours look like it has to be looked at."},
	score.RuleProtected:       {"product.elsewhere", "Goods called “{term}” are known for a {kind} of {owner}: {standing}."},
	score.RuleRegistered:      {"register.mark", "“{text}” is registered as a trademark in {place}. Whose it is, the register says."},
	score.RuleRegisteredOther: {"register.other-goods", "“{text}” is registered as a trademark in {place}, for other goods."},
	score.RuleRegisteredFits:  {"register.nominative", "“{text}” is registered as a trademark in {place} and says what the goods fit here."},
	score.RuleRegisteredWord:  {"register.ordinary-word", "“{text}” is ordinary wording that somebody has registered as a trademark. Descriptive use is free."},
	score.RulePolicySense:     {"policy.sense", "“{term}” is restricted wording, but reads differently here: {why}."},
	score.RulePolicy:          {"policy", "The marketplace restricts this wording."},
}

// limitRules are the rules of form, by kind of limit.
var limitRules = [list.LastLimitKind + 1]Rule{
	list.MaxCharacters:      {"field.too-long", "{count} characters; the field takes {max}."},
	list.MaxBytes:           {"field.too-many-bytes", "{count} bytes; the field takes {max}."},
	list.MinCharacters:      {"field.too-short", "{count} characters; the field needs {max}."},
	list.BannedCharacters:   {"field.banned-character", "The character {count} may not stand here."},
	list.MaxRepeats:         {"field.repeated-word", "“{count}” stands here more than {max} times."},
	list.MinCount:           {"field.too-few", "{count} here; at least {max} are asked for."},
	list.MaxCount:           {"field.too-many", "{count} here; at most {max} are taken."},
	list.MaxPartCharacters:  {"field.part-too-long", "{count} characters between commas; {max} are taken."},
	list.MaxTotalCharacters: {"field.total-too-long", "All together {count} characters; {max} are taken."},
	list.SingleCharacters:   {"field.character-twice", "The character {count} may stand here once only."},
	list.UniqueParts:        {"field.part-twice", "“{count}” stands between commas twice."},
	list.BannedStarts:       {"field.banned-start", "Nothing may start with the character {count} here."},
	list.BannedEnds:         {"field.banned-end", "The text may not end with the character {count}."},
	list.BannedValues:       {"field.placeholder", "“{count}” says nothing here."},
	list.BannedShapes:       {"field.product-number", "“{count}” looks like a product number of the marketplace."},
	list.NoEmoji:            {"field.emoji", "The picture {count} may not stand here."},
	list.NoMarkup:           {"field.markup", "The markup {count} may not stand here."},
	list.NoContacts:         {"field.contact", "“{count}” leads buyers off the marketplace."},
}
