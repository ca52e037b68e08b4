// Package intake reads the files that trade mark offices publish, and turns
// each record into a [list.Mark].
//
//	file, err := intake.Open("apc180218.zip")      // zip, gz or plain, named or not
//	defer file.Close()
//	format, err := file.Format("auto")             // or "uspto", "euipo", ...
//	for batch, err := range file.Read(ctx, format, intake.Options{}) {
//		// batch.Marks, batch.Refused: in the order of the file
//	}
//
// It promises:
//   - A file of any size is read in bounded memory: one record at a time is
//     held, of at most 16 MB, and a few batches of them on their way.
//   - A record that cannot be read is reported with its number, its serial and
//     its byte, and the next one is found again, whatever lies between.
//   - Nothing in a file is followed or expanded: no entity but XML's own five,
//     no DTD, no address, no name in an archive.
//   - The same bytes give the same records, with the same numbers, so that a
//     reading that stopped can go on behind a record.
//
// What an office does not say is left empty. A date that is none (0, or a 35th
// of the month) is not said; a day or month of 00 is the first. Text is one
// line, and bounded; goods are cut at 2,000 bytes a class.
//
// Known formats:
//
//	uspto   Trademark Applications Daily XML (DTD 2.0, documentation 2.3), daily and annual
//	euipo   TM-XML, as in EUIPO's open data
//	madrid  WIPO's ROMARIN (MARKGR), and TM-XML of office WO
//	ukipo   the UK's open data in columns, domestic and Madrid, and TM-XML of office GB
//	text    this project's own list sources
//
// What it does not do: EUIPO's files of marks name owners by keys into files of
// applicants, which are not joined; WIPO's TM-XML, unlike its ROMARIN, is read
// without each country's decision; a mark that is missing in a later file is
// not taken for ended.
package intake
