package intake

import "clearlist/wasm/list"

// usptoStatuses are the office's status codes by what becomes of the mark
// (Trademark Status Codes, table 1 of the XML documentation), as runs of codes
// that mean the same. Codes between the runs are not in use. 000 (unknown), 622
// (misassigned serial number) and 970 (made for an assignment) are neither.
//
// Two are read otherwise than the table's own column: 740, a paper filed after
// the registration, which the table calls pending, leaves the mark registered;
// 715, cancelled and restored to pendency, which it leaves open, is pending.
var usptoStatuses = [...]struct {
	from, to int
	status   list.Status
}{
	{400, 406, list.Dead},
	{410, 410, list.Pending},
	{411, 412, list.Dead},
	{413, 413, list.Pending},
	{414, 417, list.Dead},
	{600, 614, list.Dead},
	{616, 616, list.Pending},
	{618, 618, list.Dead},
	{620, 620, list.Pending},
	{624, 625, list.Live},
	{626, 626, list.Dead},
	{630, 631, list.Pending},
	{632, 632, list.Dead},
	{638, 694, list.Pending},
	{700, 708, list.Live},
	{709, 714, list.Dead},
	{715, 715, list.Pending},
	{717, 717, list.Live},
	{718, 734, list.Pending},
	{739, 740, list.Live},
	{744, 777, list.Pending},
	{778, 778, list.Live},
	{779, 779, list.Pending},
	{780, 780, list.Live},
	{781, 782, list.Dead},
	{790, 790, list.Live},
	{794, 794, list.Pending},
	{800, 800, list.Live},
	{801, 825, list.Pending},
	{900, 901, list.Dead},
	{968, 968, list.Dead},
	{969, 969, list.Pending},
	{973, 973, list.Pending},
}

func usptoStatus(code string) list.Status {
	n := number([]byte(code))
	for _, run := range usptoStatuses {
		if run.from <= n && n <= run.to {
			return run.status
		}
	}
	return list.StatusUnknown
}
