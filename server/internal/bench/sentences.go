package main

// sentences fill a listing up as sellers do: goods, measures, materials, care.
var sentences = []string{
	"Our stainless steel tumbler keeps drinks cold for 24 hours and hot for 12, so the last sip tastes like the first.",
	"The leakproof lid closes with a quarter turn and fits most car cup holders.",
	"Double walls keep your hands dry on the outside while the ice stays inside.",
	"It stands on any desk and stays compatible with iPhone 15 and other phones up to 7 inches.",
	"Two hook and loop straps hold cables, garden hoses and rolled mats in place.",
	"Made of food grade silicone without a trace of odour, soft to the touch and easy to fold.",
	"Rinse it under the tap or put it on the upper rack of the dishwasher.",
	"The set holds one large pan, two small pans, a lid with a steam vent and a wooden spoon.",
	"Measures 12 by 8 by 4 inches and weighs 1.3 pounds without the handle.",
	"Rounded corners and a matte finish make it safe around children and pets.",
	"A year of daily use leaves the coating as smooth as on the first day.",
	"Use the small hook on the back to hang it on a door, a rail or the side of a shelf.",
	"The cotton cover comes off with a zipper and may be washed at 40 degrees.",
	"Adjust the length from 20 to 45 inches with one hand, even while you wear it.",
	"Every piece comes in a plain box that is ready to be given as a present.",
	"If a part is missing or broken, write to us and we send another one the next day.",
	"The lamp has three levels of brightness and turns itself off after two hours.",
	"Four rubber feet keep it from sliding over glass, stone or wood.",
	"It charges by USB-C in ninety minutes and runs for about six hours after that.",
	"Thick seams and strong handles carry up to 40 pounds of groceries, books or tools.",
	"A fine mesh keeps sand out and lets water run off within seconds.",
	"Choose between grey, navy, forest green and a warm off-white.",
	"The printed scale inside shows cups, ounces and millilitres.",
	"Folded flat it is as thin as a magazine and fits into a backpack or a drawer.",
}
