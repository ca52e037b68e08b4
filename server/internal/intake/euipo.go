package intake

import "clearlist/wasm/list"

// euipo is EUIPO's open data. International registrations that designate the
// Union stand there under the code WO.
var euipo = Format{
	Source: "euipo", Office: officeEU, serial: "<ApplicationNumber>",
	begin: tmXML(officeEU, list.JurisdictionsOf("EU"), "EM", "EU", "WO"),
}
