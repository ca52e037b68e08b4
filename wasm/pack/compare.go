package pack

// CompareRegisters tells how many marks one version of a register has more,
// otherwise and less than an earlier one. A register that has grown so much that
// it was laid out in other buckets can be compared by number alone: coarse.
func CompareRegisters(old, now *Pack) (added, changed, ended int, coarse bool) {
	was, okWas := divide(old.bytes)
	is, okIs := divide(now.bytes)
	if !okWas || !okIs {
		return 0, 0, 0, true
	}
	a, errA := was.register(old.bytes)
	b, errB := is.register(now.bytes)
	if errA != nil || errB != nil || was.buckets() != is.buckets() {
		return max(0, is.marks()-was.marks()), 0, max(0, was.marks()-is.marks()), true
	}
	code := recode(was.facts, is.facts)
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0].place < b[0].place:
			ended++
			a = a[1:]
		case a[0].place > b[0].place:
			added++
			b = b[1:]
		default:
			if code(a[0].code) != b[0].code {
				changed++
			}
			a, b = a[1:], b[1:]
		}
	}
	return added + len(b), changed, ended + len(a), false
}
